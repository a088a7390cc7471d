package rivulet.flow;

import java.util.Arrays;
import rivulet.tensor.Shape;
import rivulet.wavelet.PyramidCoefficients;

/**
 * The way of one image to one level: pyramid, then the level's pre-transform. One per worker;
 * allocates nothing after construction.
 */
final class LevelData {
  private final ModelSpec spec;
  private final int level;
  private final PreTransformChain preTransform;
  private final PyramidCoefficients coefficients;
  private final double[] data;
  private final double[] condition;
  private final int[] contexts;
  private int label = ModelSpec.NO_LABEL;

  LevelData(MultiResolutionFlow flow, int level) {
    this.spec = flow.spec();
    this.level = level;
    this.preTransform = flow.preTransform(level);
    this.coefficients = spec.pyramid().newCoefficients();
    this.data = new double[(int) spec.state(level).elements()];
    this.condition = new double[spec.network(level).condition() * spec.state(level).pixels()];
    this.contexts = new int[coarseValues()];
  }

  private int coarseValues() {
    return level == 0 ? 0 : spec.pyramid().channels() * spec.state(level).pixels();
  }

  /**
   * Takes an image apart; {@link #data} and {@link #condition} then belong to it.
   *
   * @param image dequantised, planar, in [0,1)
   * @return ln |det| of pyramid and pre-transform, in nats
   */
  double load(double[] image) {
    spec.pyramid().analyse(image, 0, coefficients);
    System.arraycopy(coefficients.data(level), 0, data, 0, data.length);
    Shape shape = spec.state(level);
    if (level > 0) {
      assign(coefficients.condition(level));
    }
    return preTransform.forward(data, 0, shape.channels(), shape.pixels(), contexts)
        + spec.pyramid().logDeterminant(level);
  }

  private void assign(double[] coarse) {
    Shape shape = spec.state(level);
    preTransform.contexts(
        coarse, spec.pyramid().channels(), shape.height(), shape.width(), contexts);
  }

  /** The level's data in model space, planar; live. */
  double[] data() {
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
    return condition(level == 0 ? data : coefficients.condition(level));
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
      assign(coarse);
    }
    preTransform.inverse(planar, 0, shape.channels(), shape.pixels(), contexts);
  }
}
