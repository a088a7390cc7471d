package rivulet.check.quality;

import java.util.Arrays;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Sliced Wasserstein distance between two sets of equally many points (Bonneel et al., J. Math.
 * Imaging Vis. 51, 2015): the root of the mean, over random directions on the unit sphere, of the
 * squared W₂ distance between the projections, which in one dimension pairs them in order.
 */
public final class SlicedWasserstein {
  private SlicedWasserstein() {}

  /**
   * The distance, in units of the points' coordinates.
   *
   * @param a points, one per row
   * @param b as many points of the same dimension
   * @param projections number of directions
   * @param seed of the directions
   */
  public static double distance(double[][] a, double[][] b, int projections, long seed) {
    if (a.length == 0 || a.length != b.length || a[0].length != b[0].length || projections < 1) {
      throw new IllegalArgumentException(
          "distance: needs as many points of one dimension on both sides and a direction, found "
              + a.length
              + " and "
              + b.length
              + " points, "
              + projections
              + " directions");
    }
    NoiseStream noise = new NoiseStream();
    double[] direction = new double[a[0].length];
    double sum = 0;
    for (int p = 0; p < projections; p++) {
      noise.reset(seed, Purpose.DATA, 0, p, 0, 0, 0);
      noise.gaussian(direction, 0, direction.length);
      double scale = 1 / Math.sqrt(dot(direction, direction));
      double[] left = projected(a, direction, scale);
      double[] right = projected(b, direction, scale);
      double squares = 0;
      for (int i = 0; i < left.length; i++) {
        squares += (left[i] - right[i]) * (left[i] - right[i]);
      }
      sum += squares / left.length;
    }
    return Math.sqrt(sum / projections);
  }

  private static double[] projected(double[][] points, double[] direction, double scale) {
    double[] values = new double[points.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * dot(points[i], direction);
    }
    Arrays.sort(values);
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
