package rivulet;

import java.util.Arrays;
import java.util.List;

/**
 * Where a model takes an image: under the model every entry is N(0,1), independent of the others.
 *
 * @param levels by level from the coarsest, planar; the arrays are not copied
 */
public record Latents(double[][] levels) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public Latents {
    for (int level = 0; level < levels.length; level++) {
      for (double value : levels[level]) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "latents: entries must be finite, found " + value + " at level " + level);
        }
      }
    }
  }

  /** Below this angle a great circle is a straight line to rounding. */
  private static final double STRAIGHT = 1e-6;

  /**
   * Latents of images with the noise of {@link Model#dequantised}, one after the other.
   *
   * @param how solver, seed and noise
   * @throws IllegalArgumentException if the images are not the model's, or settings contradict
   */
  public static List<Latents> of(Model model, Images images, Measuring how) {
    return Encoder.latents(model.open(), images.set(), how);
  }

  /** All levels in one row, from the coarsest. */
  public double[] row() {
    return Arrays.stream(levels).flatMapToDouble(Arrays::stream).toArray();
  }

  /**
   * A point on the way to others, level by level along a great circle: what is as long as draws of
   * N(0, I) stays so.
   *
   * @param other of the same model
   * @param share of the way, 0 to 1
   * @throws IllegalArgumentException if they have other levels, or for another share
   */
  public Latents towards(Latents other, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "latents: the share of the way must be 0 to 1, found " + share);
    }
    if (levels.length != other.levels.length) {
      throw new IllegalArgumentException(
          "latents: of " + levels.length + " and of " + other.levels.length + " levels");
    }
    double[][] between = new double[levels.length][];
    for (int level = 0; level < levels.length; level++) {
      between[level] = towards(levels[level], other.levels[level], share);
    }
    return new Latents(between);
  }

  private static double[] towards(double[] x, double[] y, double share) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "latents: levels of " + x.length + " and of " + y.length + " entries");
    }
    double angle = StrictMath.acos(Math.clamp(dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), -1, 1));
    boolean straight = !(angle > STRAIGHT); // also where one of them is zero
    double first = straight ? 1 - share : part((1 - share) * angle, angle);
    double second = straight ? share : part(share * angle, angle);
    double[] between = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      between[i] = first * x[i] + second * y[i];
    }
    return between;
  }

  private static double part(double of, double whole) {
    return StrictMath.sin(of) / StrictMath.sin(whole);
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
