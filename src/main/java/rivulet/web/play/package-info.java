/**
 * The page of {@code play}: flows in the plane or on the line that train while one watches, at two
 * places beside each other.
 *
 * <p>A {@link rivulet.web.play.Live} is a training on a thread of its own; two of them, in the two
 * {@link rivulet.web.play.Lab labs} of a page, take turns update by update. It makes as many
 * updates as it is allowed and then waits; it ends when nobody has listened to {@code
 * api/play/training} for some seconds. What is asked of its flow (pictures, measurements, a
 * followed point) is a task, so one is under way at a time, on one thread, beside the training.
 */
package rivulet.web.play;
