package rivulet;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import rivulet.flow.ModelSpec;
import rivulet.flow.PixelShares;
import rivulet.flow.network.Divergence;
import rivulet.measure.Evaluation;
import rivulet.measure.LevelBits;
import rivulet.measure.PairedDifference;
import rivulet.measure.StandardErrors;

/** Log-likelihoods of images under a model, in the order of the images. */
public final class Likelihood {
  /** Bits of a pixel under the uniform distribution: where every waterfall begins. */
  public static final int UNIFORM_BITS = ModelSpec.BITS;

  private final Evaluation evaluation;
  private final Measuring how;
  private final Backend.Transfers transfers;
  private final double[] bitsPerDim;

  Likelihood(Evaluation evaluation, Measuring how, Backend.Transfers transfers) {
    this.evaluation = evaluation;
    this.how = how;
    this.transfers = transfers;
    this.bitsPerDim = evaluation.perImage();
  }

  /**
   * Means of one level over images and noise. Shares are of bits/dim of the whole image: {@value
   * #UNIFORM_BITS}, those of noise and pixel transform and those of all levels add up to it.
   *
   * @param bitsPerDim over the level's own dimensions, of the one-sample bound
   * @param preTransformShare what the pre-transform with N(0,I) adds, mostly negative
   * @param flowShare what the flow adds, negative when it helps
   * @param preTransform term by term: −ln |det| of the pre-transform and of the level's halving
   * @param logDet −∫ divergence of the flow
   * @param base −ln N(z; 0, I) of the latent
   * @param evaluations of the vector field per image and noise
   */
  public record Level(
      double bitsPerDim,
      double preTransformShare,
      double flowShare,
      double preTransform,
      double logDet,
      double base,
      double evaluations) {}

  /**
   * Standard errors of the mean bits/dim.
   *
   * @param images over images, and with them over their noise and probes; not a number for one
   *     image
   * @param draws the part of it that comes from the noise of each image; empty if each had one draw
   * @param probes the part that comes from the probes: 0 if the divergence is exact; empty if an
   *     image had one probe only, or probes that cannot be told apart
   */
  public record Errors(double images, OptionalDouble draws, OptionalDouble probes) {}

  /**
   * Where the bits of one image come from at one level, by pixel of that level, row by row.
   *
   * @param height of the level's images
   * @param width of them
   * @param preTransform by the pre-transform; of the finest level with that of the pixels
   * @param logDet by the flow
   * @param base by the latents
   */
  public record PixelBits(
      int height, int width, double[] preTransform, double[] logDet, double[] base) {}

  /**
   * How much bits/dim of the same images differ, image by image: what they share drops out of the
   * error.
   *
   * @param mean of the differences
   * @param standardError of the mean; not a number for one image
   */
  public record Difference(double mean, double standardError) {}

  /**
   * How far bits/dim of some images move when one thing at a time is done better.
   *
   * @param images how many
   * @param bitsPerDim of these images as measured
   * @param reruns what was done better
   * @param largestGrey largest gap between an image and decode(encode(image)), in grey values of
   *     1/256
   * @param rootMeanSquareGrey of the same gaps
   */
  public record Audit(
      int images,
      double bitsPerDim,
      List<Rerun> reruns,
      double largestGrey,
      double rootMeanSquareGrey) {
    static Audit of(rivulet.measure.Audit found) {
      return new Audit(
          found.images(),
          found.bitsPerDim(),
          found.reruns().stream()
              .map(r -> new Rerun(r.name(), r.bitsPerDim(), r.moved(), r.largest()))
              .toList(),
          found.reconstruction().largest(),
          found.reconstruction().rootMeanSquare());
    }
  }

  /**
   * One thing done better.
   *
   * @param name what
   * @param bitsPerDim mean over the images
   * @param moved mean of (rerun − as measured)
   * @param largest largest size of that difference among the images
   */
  public record Rerun(String name, double bitsPerDim, double moved, double largest) {}

  /** All of it, for this room. */
  Evaluation evaluation() {
    return evaluation;
  }

  /** How they were measured. */
  public Measuring how() {
    return how;
  }

  /** What a backend did for them; nothing of the cpu. */
  public Backend.Transfers transfers() {
    return transfers;
  }

  /** Images measured. */
  public int images() {
    return evaluation.images();
  }

  /** Values of each image, D. */
  public int dimensions() {
    return evaluation.spec().dimensions();
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

  /** The standard error and what it is made of. */
  public Errors standardErrors() {
    StandardErrors errors = evaluation.standardErrors();
    return new Errors(errors.images(), errors.draws(), errors.probes());
  }

  /** Mean bits/dim of the transforms and N(0,I) alone. */
  public double noFlowBitsPerDim() {
    return evaluation.noFlowBitsPerDim();
  }

  /** Mean bits/dim of the one-sample bound: without the gain of importance samples. */
  public double oneSampleBitsPerDim() {
    return evaluation.oneSampleBitsPerDim();
  }

  /** What importance samples add to bits/dim, 0 or negative. */
  public double importanceShare() {
    return evaluation.importanceShare();
  }

  /** What the density of the pixels' noise adds to bits/dim, 0 for uniform noise. */
  public double dequantisationShare() {
    return evaluation.dequantisationShare();
  }

  /** What the transform of the pixels adds to bits/dim; empty where the model has none. */
  public OptionalDouble pixelTransformShare() {
    return evaluation.spec().pixelTransform().kinds().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(evaluation.pixelTransformShare());
  }

  /**
   * What one level adds.
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public Level level(int level) {
    require("level", level, levels());
    LevelBits bits = evaluation.levelBits(level);
    return new Level(
        evaluation.levelBitsPerDim(level),
        evaluation.preTransformShare(level),
        evaluation.flowShare(level),
        bits.preTransform(),
        bits.logDet(),
        bits.base(),
        evaluation.evaluations(level));
  }

  /**
   * A lower bound, on average over noise, of ln P(X) of one image of bytes X, in nats.
   *
   * @throws IllegalArgumentException if there is no such image
   */
  public double logLikelihood(int image) {
    require("image", image, images());
    return -bitsPerDim[image] * dimensions() * ModelSpec.LN_2;
  }

  /**
   * ln p of one image's data at one level given the coarser image, in nats per dequantised image in
   * [0,1), averaged over noise. A pixel transform belongs to no level: where there is one, levels
   * are densities of transformed pixels, and ln p of the image is their sum and {@link
   * #pixelTransformLogDet}.
   *
   * @throws IllegalArgumentException if there is no such level or image
   */
  public double logLikelihood(int level, int image) {
    require("level", level, levels());
    require("image", image, images());
    return evaluation.logLikelihood(level, image);
  }

  /**
   * ln |det| of the transform of one image's pixels, in nats, averaged over noise; 0 where the
   * model has none.
   *
   * @throws IllegalArgumentException if there is no such image
   */
  public double pixelTransformLogDet(int image) {
    require("image", image, images());
    return evaluation.pixelTransformLogDet(image);
  }

  /**
   * Where the bits of one image come from at one level, averaged over noise.
   *
   * @throws IllegalArgumentException if there is no such level or image
   * @throws IllegalStateException unless {@link Measuring#maps} were asked for
   */
  public PixelBits pixelBits(int level, int image) {
    require("level", level, levels());
    require("image", image, images());
    PixelShares bits = evaluation.pixelBits(level, image);
    var shape = evaluation.spec().state(level);
    return new PixelBits(
        shape.height(), shape.width(), bits.preTransform(), bits.logDet(), bits.base());
  }

  /**
   * The same of all levels, by pixel of the image: what a level's pixel has is divided among those
   * that it covers.
   */
  public PixelBits pixelBits(int image) {
    require("image", image, images());
    var pyramid = evaluation.spec().pyramid();
    PixelShares bits =
        PixelShares.ofImage(evaluation.spec(), level -> evaluation.pixelBits(level, image));
    return new PixelBits(
        pyramid.height(), pyramid.width(), bits.preTransform(), bits.logDet(), bits.base());
  }

  /**
   * bits/dim of these less those of the other, of the same images under another model.
   *
   * @throws IllegalArgumentException if they are not of equally many images
   */
  public Difference minus(Likelihood other) {
    PairedDifference found = PairedDifference.of(bitsPerDim, other.bitsPerDim);
    return new Difference(found.mean(), found.standardError());
  }

  /** Mean evaluations of the vector fields per image and noise. */
  public double evaluations() {
    return evaluation.evaluations();
  }

  /** How the divergence was found. */
  public String divergence() {
    return evaluation.divergence().text();
  }

  /** Probes whose mean the divergence is; empty where it is no such mean. */
  public OptionalInt probes() {
    return evaluation.divergence() instanceof Divergence.Hutchinson h
        ? OptionalInt.of(h.probes())
        : OptionalInt.empty();
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
