/**
 * Densities of points: in the plane, in tables, and a mixture of normals whose velocity is known in
 * closed form (math.md, sections 5 and 6).
 *
 * <p>The same flow as for images, {@code log p(x) = log|det affine| + ∫ tr ∂f/∂z dt + log N(z_1; 0,
 * I)}, with a network of 1×1 kernels: a point of D columns is an image of D channels and one pixel.
 * Under likelihood and in every measurement each point is solved by itself, with its own times and
 * steps, and the divergence is exact, by D unit tangents. Under matching, where nothing is solved,
 * points that share a time are the pixels of one image.
 *
 * <p>How the pieces fit:
 *
 * <ul>
 *   <li>{@link rivulet.points.PointSource} draws points: {@link rivulet.points.PlaneDensity},
 *       {@link rivulet.points.GaussianMixture} or a {@link rivulet.points.Table}.
 *   <li>{@link rivulet.points.PointTrainer} turns a fresh {@link rivulet.points.PointModel} into a
 *       trained one, by {@link rivulet.train.Objective}.
 *   <li>{@link rivulet.points.PointEvaluation} measures it in nats; {@link
 *       rivulet.points.PointPicture} shows it; {@link rivulet.points.VelocityError} compares a
 *       learnt velocity with the closed form.
 * </ul>
 *
 * <p>Invariants: a point is a function of seed, set and index; a model is a function of source,
 * shape and configuration; a point's likelihood depends on the point and the model alone. Threads
 * change nothing. Points of training and of measurement never agree.
 *
 * <p>Start reading at {@link rivulet.points.PointTrainer}.
 */
package rivulet.points;
