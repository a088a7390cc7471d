/**
 * Densities of images of other families than ours, on the same images and by the same training:
 * what a flow by differential equations is to be compared with.
 *
 * <p>{@link baselines.Coupling}: affine coupling (Dinh and others, RealNVP, arXiv 1605.08803) on
 * the levels of the same pyramid, as Wavelet Flow (Yu, Derpanis, Brubaker, arXiv 2010.13821) has
 * it; images are dequantised, transformed and taken apart by the rooms of the library with the
 * numbers of a model of ours ({@link baselines.ImageLevels}), so that both are the same without a
 * flow. {@link baselines.Vae}: a convolutional variational autoencoder (Kingma and Welling, arXiv
 * 1312.6114) with a discretised logistic likelihood of 8-bit pixels (Kingma and others, arXiv
 * 1606.04934) and the importance-weighted bound beside its own (Burda and others, arXiv
 * 1509.00519).
 *
 * <p>Both are programs of {@link rivulet.autodiff}: a {@link baselines.LossProgram} has sums whose
 * weighted total is −ln p of an image. {@link baselines.PlannedNetwork} and {@link
 * baselines.GroupWorker} run it by the vector kernels, {@link baselines.ProgramProblem} hands it to
 * the library's trainer, and {@link baselines.TimedRun} trains for a processor time by the rule of
 * {@code train --time-limit}. Nothing of the library is copied; what it does not export is reached
 * on the class path.
 */
package baselines;
