/**
 * The front door: what a researcher or a JVM developer calls. Everything at the border is a plain
 * array or a type of this package; sizes are checked here, with one line that says what was asked,
 * what was found and what to do.
 *
 * <ul>
 *   <li>Images: {@link rivulet.Images} are read or made, {@link rivulet.training.Training} makes a
 *       {@link rivulet.Model} of them, which gives likelihoods, samples, finer images, latents and
 *       gradients. What it looks like says a {@link rivulet.training.Network}.
 *   <li>How that is done: {@link rivulet.Measuring}, {@link rivulet.Sampling}, on which {@link
 *       rivulet.Backend}; what came of it, term by term: {@link rivulet.Likelihood}, {@link
 *       rivulet.Samples}, {@link rivulet.Upscaled}; how far images are out of a model's
 *       distribution: {@link rivulet.Scores}.
 *   <li>Points in the plane and rows of tables: {@link rivulet.PointTraining} makes a {@link
 *       rivulet.PointFlow}, along the published network or any field of your own.
 *   <li>Your own dynamics: implement {@link rivulet.autodiff.TracedField}, which {@code
 *       PointTraining.field} takes and {@code PointFlow.open(path, field)} opens again; for the
 *       levels of images a {@link rivulet.autodiff.ShapedField}, which gives one for each shape:
 *       {@code Network.field} and {@code Model.open(path, field)}. Copy examples/own-dynamics or
 *       examples/own-image-dynamics.
 * </ul>
 *
 * <p>Layout of images: planar, channel by channel, row by row; {@code double} images lie in [0,1).
 * Log-likelihoods are in nats, bits/dim say so. The same inputs, settings and seed give the same
 * bits on any machine and any number of threads.
 */
package rivulet;
