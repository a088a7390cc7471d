package rivulet.flow;

import java.util.Arrays;
import rivulet.flow.pretransform.ConditionalMap;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformReverse;
import rivulet.tensor.Shape;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.WaveletPyramid;

/**
 * The way of one image to one level: pixel transform, pyramid, the level's pre-transform. One per
 * worker; allocates nothing after construction.
 */
final class LevelData {
  private static final double[] NONE = {};

  private final ModelSpec spec;
  private final int level;
  private final PreTransformChain pixelTransform;
  private final PreTransformChain preTransform;
  private final PreTransformReverse reverse;
  private final double[] data;
  private final double[] condition;
  private final ConditionalMap lastMap;
  private AnalysedImage loaded; // by load or pullBack
  private int label = ModelSpec.NO_LABEL;

  LevelData(MultiResolutionFlow flow, int level) {
    this(flow.model(), level);
  }

  LevelData(FlowModel model, int level) {
    this.spec = model.spec();
    this.level = level;
    this.pixelTransform = model.pixelTransform();
    this.preTransform = model.levels().get(level).preTransform();
    this.reverse = new PreTransformReverse(preTransform, spec.state(level));
    this.data = new double[(int) spec.state(level).elements()];
    this.condition = new double[spec.field(level).condition() * spec.state(level).pixels()];
    this.lastMap = newMap();
  }

  private ConditionalMap newMap() {
    Shape shape = spec.state(level);
    return preTransform.newMap(spec.pyramid().channels(), shape.height(), shape.width());
  }

  private int coarseValues() {
    return level == 0 ? 0 : spec.pyramid().channels() * spec.state(level).pixels();
  }

  /**
   * Takes an image, to which {@link #data} and {@link #condition} then belong.
   *
   * @param image kept until the next is loaded
   * @return ln |det| of pyramid and pre-transform, in nats
   */
  double load(AnalysedImage image) {
    take(image);
    Shape shape = spec.state(level);
    return preTransform.forward(data, 0, shape.channels(), shape.pixels(), lastMap)
        + spec.pyramid().logDeterminant(level);
  }

  /** {@link #load} where ln |det| is not asked for. */
  void loadValues(AnalysedImage image) {
    take(image);
    Shape shape = spec.state(level);
    preTransform.map(data, 0, shape.channels(), shape.pixels(), lastMap);
  }

  private void take(AnalysedImage image) {
    loaded = image;
    System.arraycopy(coefficients().data(level), 0, data, 0, data.length);
    if (level > 0) {
      lastMap.condition(coefficients().condition(level));
    }
  }

  /** ln |det| of the pixel transform of the loaded image, in nats; part of no level. */
  double pixelLogDet() {
    return loaded.pixelLogDet();
  }

  private PyramidCoefficients coefficients() {
    return loaded.coefficients();
  }

  /**
   * Adds to each pixel of the level its share of what {@link #load} returns, and at the finest
   * level that of {@link #pixelLogDet}.
   *
   * @param shares one number per pixel, in nats
   */
  void addPreTransformShares(AnalysedImage image, double[] shares) {
    load(image);
    double[] before = coefficients().data(level);
    double halving = spec.pyramid().logDeterminant(level) / shares.length;
    double[] pixel = new double[before.length / shares.length];
    for (int p = 0; p < shares.length; p++) {
      for (int c = 0; c < pixel.length; c++) {
        pixel[c] = before[c * shares.length + p];
      }
      shares[p] += preTransform.forward(pixel, 0, pixel.length, p, 1, lastMap) + halving;
    }
    if (level == spec.levels() - 1 && !pixelTransform.stages().isEmpty()) {
      addPixelShares(image.pixels(), shares);
    }
  }

  /** Adds ln |det| of the pixel transform at the pixels that each pixel of the level covers. */
  private void addPixelShares(double[] image, double[] shares) {
    WaveletPyramid pyramid = spec.pyramid();
    int all = pyramid.height() * pyramid.width();
    int side = pyramid.width() / spec.state(level).width();
    double[] pixel = new double[pyramid.channels()];
    for (int p = 0; p < all; p++) {
      for (int c = 0; c < pixel.length; c++) {
        pixel[c] = image[c * all + p];
      }
      int row = p / pyramid.width() / side;
      int column = p % pyramid.width() / side;
      shares[row * spec.state(level).width() + column] +=
          pixelTransform.forward(pixel, 0, pixel.length, 1);
    }
  }

  /**
   * Carries the gradient of the level's density in model space back to what the pyramid gives.
   *
   * @param image that was loaded
   * @param state gradient by {@link #data}; modified
   * @param seen gradient by {@link #condition}; not used at level 0
   * @param into its data and, above level 0, its condition of this level are written
   */
  public void pullBack(
      AnalysedImage image, double[] state, double[] seen, PyramidCoefficients into) {
    loaded = image;
    double[] coarse = NONE;
    if (level > 0) {
      coarse = into.condition(level);
      lastMap.condition(coefficients().condition(level));
      spec.condition().pullBack(coefficients().condition(level), seen, coarse, coarseValues());
    }
    reverse.pullBack(coefficients().data(level), lastMap, state, coarse);
    System.arraycopy(state, 0, into.data(level), 0, state.length);
  }

  /** The level's data in model space, planar; live. */
  public double[] data() {
    return data;
  }

  /** Whether the network sees anything besides state and time. */
  boolean conditional() {
    return condition.length > 0;
  }

  /** Sets the class of the images whose conditions are asked for from now on. */
  void label(int chosen) {
    spec.requireLabel(chosen);
    if (chosen == label) {
      return;
    }
    int pixels = spec.state(level).pixels();
    Arrays.fill(condition, coarseValues(), condition.length, 0);
    int first = coarseValues() + chosen * pixels;
    Arrays.fill(condition, first, first + pixels, 1);
    label = chosen;
  }

  /** What the network sees of the loaded image's coarser one and class, planar; live. */
  double[] condition() {
    return condition(level == 0 ? data : coefficients().condition(level));
  }

  /**
   * What the network sees of a coarser image and the class, planar; live.
   *
   * @param coarse not used at level 0
   * @throws IllegalArgumentException if the model has classes and no label was set
   */
  double[] condition(double[] coarse) {
    spec.requireLabel(label);
    if (level > 0) {
      spec.condition().map(coarse, condition, coarseValues());
    }
    return condition;
  }

  /**
   * Model space to data, in place.
   *
   * @param coarse the coarser image, planar; not used at level 0
   */
  void inverse(double[] planar, double[] coarse) {
    Shape shape = spec.state(level);
    if (level > 0) {
      lastMap.condition(coarse);
    }
    preTransform.inverse(planar, 0, shape.channels(), shape.pixels(), lastMap);
  }

  /**
   * ln |det| of pyramid and pre-transform at level data, in nats.
   *
   * @param planar level data before the pre-transform; not modified
   * @param coarse the coarser image, planar; not used at level 0
   */
  double logDet(double[] planar, double[] coarse) {
    Shape shape = spec.state(level);
    if (level > 0) {
      lastMap.condition(coarse);
    }
    System.arraycopy(planar, 0, data, 0, data.length);
    return preTransform.forward(data, 0, shape.channels(), shape.pixels(), lastMap)
        + spec.pyramid().logDeterminant(level);
  }
}
