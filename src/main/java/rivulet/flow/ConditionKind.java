package rivulet.flow;

import rivulet.names.Named;

/**
 * What a level's network sees of the coarser image, one channel for each of its channels. Where
 * pixels are transformed the coarser image holds means of transformed pixels.
 */
public enum ConditionKind {
  /** The pixels themselves, in [0, 1]: the published model. */
  RAW("raw"),

  /**
   * {@code ln((x + ε)/(1 − x + ε))/3} with {@code ε = 1/512}: the black of an 8-bit image, below
   * 1/256, and the first greys after it lie apart, which is where the details' scale changes most.
   */
  LOG("log");

  private static final double EPSILON = 1.0 / 512;

  private final String id;

  ConditionKind(String id) {
    this.id = id;
  }

  /** The name on the command line and in files. */
  public String id() {
    return id;
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ConditionKind parse(String id) {
    return Named.of("condition", id, values(), ConditionKind::id);
  }

  /**
   * Writes what the network sees.
   *
   * @param coarse pixels, planar
   * @param seen written, {@code count} values; values of a sample may leave [0, 1] a little
   */
  public void map(double[] coarse, double[] seen, int count) {
    for (int i = 0; i < count; i++) {
      seen[i] = this == RAW ? coarse[i] : log(coarse[i]);
    }
  }

  /**
   * Turns the gradient by what the network sees into that by the pixels; zero where they are
   * clamped.
   *
   * @param coarse pixels, planar
   * @param seen gradient by what is seen, at least {@code count} values
   * @param gradient written, {@code count} values
   */
  void pullBack(double[] coarse, double[] seen, double[] gradient, int count) {
    for (int i = 0; i < count; i++) {
      gradient[i] = this == RAW ? seen[i] : seen[i] * slope(coarse[i]);
    }
  }

  private static double slope(double x) {
    boolean inside = x >= 0 && x <= 1;
    return inside ? (1 / (x + EPSILON) + 1 / (1 - x + EPSILON)) / 3 : 0;
  }

  private static double log(double x) {
    double inside = Math.clamp(x, 0.0, 1.0);
    return StrictMath.log((inside + EPSILON) / (1 - inside + EPSILON)) / 3;
  }
}
