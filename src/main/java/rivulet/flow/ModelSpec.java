package rivulet.flow;

import java.util.List;
import java.util.Locale;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.LevelFields;
import rivulet.flow.network.Networks;
import rivulet.flow.network.OwnFields;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Extent;
import rivulet.tensor.Shape;
import rivulet.wavelet.LevelShape;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * What a multi-resolution flow looks like: everything but its numbers.
 *
 * @param pyramid image shape, wavelet and number of levels; level 0 is the coarsest
 * @param fields vector fields of the levels
 * @param blocks CNF blocks per level
 * @param preTransform what is measured from data, before the flow
 * @param condition what networks see of the coarser image
 * @param imageClasses classes of images; networks of every level see the image's class, one-hot, as
 *     further constant channels of the condition
 * @param pixelTransform map of the dequantised pixels before the pyramid, the same for all pixels
 *     of a channel; with the α and number of knots of {@code preTransform}
 */
public record ModelSpec(
    WaveletPyramid pyramid,
    LevelFields fields,
    int blocks,
    PreTransformRecipe preTransform,
    ConditionKind condition,
    ImageClasses imageClasses,
    PreTransformRecipe pixelTransform) {
  /** Bits of a pixel's channel. */
  public static final int BITS = 8;

  /** Most classes: labels are bytes. */
  public static final int MOST_CLASSES = ImageClasses.MOST;

  /** The label of an image of a model without classes. */
  public static final int NO_LABEL = -1;

  public ModelSpec {
    if (blocks < 1 || blocks > 1000) {
      throw new IllegalArgumentException("model: blocks must be 1 to 1000, found " + blocks);
    }
    fields.require(pyramid.levels());
    if (pyramid.wavelet() == Wavelet.ORTHONORMAL
        && preTransform.kinds().contains(PreTransformKind.LOGIT)) {
      throw new IllegalArgumentException(
          "model: the coarse image of the orthonormal wavelet leaves [0,1], which logit needs; "
              + "choose affine or cdf");
    }
    if (preTransform.kinds().contains(PreTransformKind.ATOMS)) {
      throw new IllegalArgumentException(
          "model: atoms are values of pixels, a level has none; name them as the pixel transform");
    }
    requirePixels(pixelTransform.kinds());
    if (pixelTransform.kinds().isEmpty()) {
      pixelTransform =
          new PreTransformRecipe(List.of(), preTransform.alpha(), preTransform.knots());
    }
    if (pixelTransform.alpha() != preTransform.alpha()
        || pixelTransform.knots() != preTransform.knots()) {
      throw new IllegalArgumentException(
          "model: the pixel transform has alpha %s and %d knots, the pre-transform %s and %d: give both the same"
              .formatted(
                  pixelTransform.alpha(),
                  pixelTransform.knots(),
                  preTransform.alpha(),
                  preTransform.knots()));
    }
    requireBounded(preTransform, condition, pixelTransform);
  }

  /** Pixels have no coarser image, and atoms are values of pixels as they are. */
  private static void requirePixels(List<PreTransformKind> kinds) {
    for (PreTransformKind kind : kinds) {
      if (kind.conditional()) {
        throw new IllegalArgumentException(
            "model: " + kind.id() + " needs a coarser image, pixels have none; choose cdf");
      }
    }
    int atoms = kinds.indexOf(PreTransformKind.ATOMS);
    if (atoms > 0 || (atoms == 0 && kinds.contains(PreTransformKind.CDF))) {
      throw new IllegalArgumentException(
          "model: atoms are of pixels as they are, and with them a cdf is none;"
              + " name atoms first, without cdf");
    }
  }

  /** Logit and the logarithms of a condition need values in [0,1], which only atoms keep. */
  private static void requireBounded(
      PreTransformRecipe levels, ConditionKind condition, PreTransformRecipe pixels) {
    boolean bounded = pixels.kinds().stream().allMatch(PreTransformKind.ATOMS::equals);
    if (!bounded
        && (condition == ConditionKind.LOG || levels.kinds().contains(PreTransformKind.LOGIT))) {
      throw new IllegalArgumentException(
          "model: the pixel transform "
              + pixels.text()
              + " leaves [0,1], which "
              + (condition == ConditionKind.LOG ? "condition log" : "pre-transform logit")
              + " needs; choose "
              + (condition == ConditionKind.LOG ? "raw" : "affine or cdf"));
    }
  }

  /**
   * A model of one block per level, whose fields see the pixels of the coarser image as the
   * published one, without classes or a transform of pixels.
   */
  public ModelSpec(WaveletPyramid pyramid, LevelFields fields, PreTransformRecipe preTransform) {
    this(
        pyramid,
        fields,
        1,
        preTransform,
        ConditionKind.RAW,
        ImageClasses.NONE,
        PreTransformRecipe.NONE);
  }

  /** The same with another number of blocks. */
  public ModelSpec withBlocks(int number) {
    return new ModelSpec(
        pyramid, fields, number, preTransform, condition, imageClasses, pixelTransform);
  }

  /** The same with fields that see the coarser image in another way. */
  public ModelSpec withCondition(ConditionKind kind) {
    return new ModelSpec(pyramid, fields, blocks, preTransform, kind, imageClasses, pixelTransform);
  }

  /** The same of images with classes. */
  public ModelSpec withClasses(ImageClasses classes) {
    return new ModelSpec(pyramid, fields, blocks, preTransform, condition, classes, pixelTransform);
  }

  /**
   * The same with another map of pixels, with the model's α and number of knots.
   *
   * @param text as {@link PreTransformRecipe#parse} reads it
   * @throws IllegalArgumentException if it is none, or does not go with the model
   */
  public ModelSpec withPixelTransform(String text) {
    return new ModelSpec(
        pyramid,
        fields,
        blocks,
        preTransform,
        condition,
        imageClasses,
        PreTransformRecipe.parse(text, preTransform.alpha(), preTransform.knots()));
  }

  /**
   * The model of images of which the level of that number is a window of this one's: the same
   * networks on fewer pixels. Other levels have other sizes.
   *
   * @param side most rows and columns of the window
   */
  public ModelSpec window(int level, int side) {
    return new ModelSpec(
        pyramid.window(level, side),
        fields,
        blocks,
        preTransform,
        condition,
        imageClasses,
        pixelTransform);
  }

  /** Number of classes, 0: images have none. */
  public int classes() {
    return imageClasses.count();
  }

  public int levels() {
    return pyramid.levels();
  }

  /** Dimensions of one image. */
  public int dimensions() {
    return pyramid.size();
  }

  /** Shape of the state of a level. */
  public Shape state(int level) {
    LevelShape shape = pyramid.shape(level);
    return new Shape(shape.channels(), shape.height(), shape.width());
  }

  /** The vector field of a level's blocks. */
  public TracedField field(int level) {
    int seen = (level == 0 ? 0 : pyramid.channels()) + classes();
    return fields.field(level, state(level), seen);
  }

  /**
   * Checks an image's label.
   *
   * @throws IllegalArgumentException if it is none of the model's classes, or, for a model without
   *     classes, not {@link #NO_LABEL}
   */
  public void requireLabel(int label) {
    imageClasses.require(label);
  }

  /**
   * What is off is left out, so that a description stays the same when options are added; names of
   * classes too. In any locale it is the same.
   */
  @Override
  public String toString() {
    String options =
        (classes() > 0 ? ", classes=" + classes() : "")
            + (pixelTransform.kinds().isEmpty() ? "" : ", pixelTransform=" + pixelTransform.text());
    return switch (fields) {
      case Networks n ->
          String.format(
              Locale.ROOT,
              "ModelSpec[pyramid=%s, hidden=%s, blocks=%d, layer=%s, activation=%s,"
                  + " preTransform=%s, condition=%s%s]",
              pyramid,
              n.hidden().size() == 1 ? n.hidden().getFirst() : n.hidden(),
              blocks,
              n.layer(),
              n.activation(),
              preTransform,
              condition,
              (n.residual() ? ", residual" : "")
                  + (n.timeFeatures() > 0 ? ", timeFeatures=" + n.timeFeatures() : "")
                  + options);
      case OwnFields own ->
          String.format(
              Locale.ROOT,
              "ModelSpec[pyramid=%s, field=%s, blocks=%d, preTransform=%s, condition=%s%s]",
              pyramid,
              own.shaped().name(),
              blocks,
              preTransform,
              condition,
              options);
    };
  }

  /** Number of trainable parameters. */
  public long parameters() {
    long count = 0;
    for (int level = 0; level < levels(); level++) {
      count +=
          blocks * field(level).parameters().values().stream().mapToLong(Extent::elements).sum();
    }
    return count;
  }

  /** bits/dim of a log-likelihood of the whole image in nats. */
  public double bitsPerDim(double logLikelihood) {
    return bitsPerDim(logLikelihood, dimensions());
  }

  /** bits/dim of a log-likelihood over some dimensions: −(ln p − D·b·ln 2)/(D ln 2). */
  public static double bitsPerDim(double logLikelihood, int dimensions) {
    return BITS - logLikelihood / (dimensions * LN_2);
  }

  /** ln 2 by StrictMath. */
  public static final double LN_2 = StrictMath.log(2);
}
