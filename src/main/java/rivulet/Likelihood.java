package rivulet;

import rivulet.flow.ModelSpec;
import rivulet.measure.Evaluation;

/** Log-likelihoods of images under a model, in the order of the images. */
public final class Likelihood {
  private final Evaluation evaluation;
  private final double[] bitsPerDim;

  Likelihood(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.bitsPerDim = evaluation.perImage();
  }

  /** Images measured. */
  public int images() {
    return evaluation.images();
  }

  /** Levels of the model, the coarsest being 0. */
  public int levels() {
    return evaluation.spec().levels();
  }

  /** bits/dim of every image, averaged over draws of noise. */
  public double[] bitsPerDimByImage() {
    return bitsPerDim.clone();
  }

  /** Mean bits/dim. */
  public double bitsPerDim() {
    return evaluation.bitsPerDim();
  }

  /** Standard error of {@link #bitsPerDim} over images; not a number for one image. */
  public double standardError() {
    return evaluation.standardError();
  }

  /** Mean bits/dim of the transforms and N(0,I) alone. */
  public double noFlowBitsPerDim() {
    return evaluation.noFlowBitsPerDim();
  }

  /**
   * A lower bound, on average over noise, of ln P(X) of one image of bytes X, in nats.
   *
   * @throws IllegalArgumentException if there is no such image
   */
  public double logLikelihood(int image) {
    require("image", image, images());
    ModelSpec spec = evaluation.spec();
    return -bitsPerDim[image] * spec.dimensions() * ModelSpec.LN_2;
  }

  /**
   * ln p of one image's data at one level given the coarser image, in nats per dequantised image in
   * [0,1), averaged over noise.
   *
   * @throws IllegalArgumentException if there is no such level or image
   */
  public double logLikelihood(int level, int image) {
    require("level", level, levels());
    require("image", image, images());
    return evaluation.logLikelihood(level, image);
  }

  /** Mean evaluations of the vector fields per image and noise. */
  public double evaluations() {
    return evaluation.evaluations();
  }

  /** How the divergence was found. */
  public String divergence() {
    return evaluation.divergence().text();
  }

  private static void require(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "likelihood: " + what + " must be 0 to " + (count - 1) + ", found " + index);
    }
  }

  @Override
  public String toString() {
    return "%.4f +- %.4f bits/dim of %d images, %s"
        .formatted(bitsPerDim(), standardError(), images(), divergence());
  }
}
