/**
 * To train a model of images: the described run ({@link rivulet.training.Training}), what its model
 * looks like, what it descends and how. Points in the plane and rows of tables are trained by
 * {@link rivulet.PointTraining}.
 *
 * <p>Start reading at {@link rivulet.training.Training}.
 */
package rivulet.training;
