package rivulet.points;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import rivulet.points.table.Columns;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Two normal clusters of equal weight and deviation σ in D dimensions, with means ±μ where every
 * entry of μ is the same. The velocity that matching should learn has a closed form, so a learnt
 * one can be judged without any free parameter.
 *
 * <p>With {@code x_t = (1−t)·d + t·n}, s² = (1−t)²σ² + t² and m_k = ±μ:
 *
 * <pre>
 *   v(x,t) = E[n − d | x_t = x] = Σ_k r_k(x) · [ −m_k + (t − (1−t)σ²)/s² · (x − (1−t)·m_k) ]
 *   r_k(x) ∝ exp(−‖x − (1−t)·m_k‖² / 2s²)
 * </pre>
 *
 * @param dimensions D
 * @param distance ‖μ‖, half the distance of the means
 * @param deviation σ
 */
public record GaussianMixture(int dimensions, double distance, double deviation)
    implements PointSource {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  /** A mixture whose columns have mean 0 and deviation 1: entries of μ are 0.6 and σ is 0.8. */
  public static GaussianMixture standard(int dimensions) {
    return new GaussianMixture(dimensions, 0.6 * Math.sqrt(dimensions), 0.8);
  }

  public GaussianMixture {
    boolean sane = distance >= 0 && distance <= 100 && deviation >= 1e-3 && deviation <= 100;
    if (dimensions < 1 || dimensions > 1024 || !sane) {
      throw new IllegalArgumentException(
          "mixture: needs 1 to 1024 dimensions, a distance to 100 and a deviation of 0.001 to 100,"
              + " found "
              + dimensions
              + ", "
              + distance
              + ", "
              + deviation);
    }
  }

  @Override
  public String label() {
    return "mixture";
  }

  /** Columns x1, x2, … */
  @Override
  public Columns columns() {
    return Columns.named(IntStream.rangeClosed(1, dimensions).mapToObj(c -> "x" + c).toList());
  }

  private double entry() {
    return distance / Math.sqrt(dimensions);
  }

  @Override
  public void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point) {
    noise.reset(seed, Purpose.DATA, set.code(), index, 0, 0, 0);
    double mean = noise.nextIndex(2) == 0 ? entry() : -entry();
    noise.gaussian(point, 0, dimensions);
    for (int i = 0; i < dimensions; i++) {
      point[i] = mean + deviation * point[i];
    }
  }

  /** ln p of a point, in nats. */
  public double logDensity(double[] point) {
    double square = 0;
    double along = 0;
    for (int i = 0; i < dimensions; i++) {
      square += point[i] * point[i];
      along += point[i] * entry();
    }
    double variance = deviation * deviation;
    double common = -0.5 * (square + distance * distance) / variance;
    double normal = -0.5 * dimensions * (LN_2PI + 2 * StrictMath.log(deviation));
    return normal + common + logCosh(along / variance);
  }

  @Override
  public OptionalDouble trueLogDensity(double[] point) {
    return OptionalDouble.of(logDensity(point));
  }

  private static double logCosh(double a) {
    double size = Math.abs(a);
    return size + StrictMath.log1p(StrictMath.exp(-2 * size)) - StrictMath.log(2);
  }

  /** Across the means a normal; along them the mean of −ln p by Simpson's rule. */
  @Override
  public OptionalDouble entropy() {
    GaussianMixture line = new GaussianMixture(1, distance, deviation);
    int intervals = 20_000;
    double half = distance + 12 * deviation;
    double step = 2 * half / intervals;
    double sum = 0;
    double[] x = new double[1];
    for (int i = 0; i <= intervals; i++) {
      x[0] = -half + i * step;
      double logDensity = line.logDensity(x);
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4;
      sum -= weight * StrictMath.exp(logDensity) * logDensity;
    }
    double across = 0.5 * (dimensions - 1) * (LN_2PI + 1 + 2 * StrictMath.log(deviation));
    return OptionalDouble.of(across + sum * step / 3);
  }

  /**
   * v(x, t) in the coordinates of the points.
   *
   * @param x not modified
   * @param velocity written
   */
  public void velocity(double[] x, double t, double[] velocity) {
    double variance = deviation * deviation;
    double spread = (1 - t) * (1 - t) * variance + t * t;
    double along = 0;
    for (int i = 0; i < dimensions; i++) {
      along += x[i] * entry();
    }
    // r_1 − r_2; what depends on ‖x‖ and ‖m_k‖ is the same for both
    double balance = StrictMath.tanh((1 - t) * along / spread);
    double rate = (t - (1 - t) * variance) / spread;
    for (int i = 0; i < dimensions; i++) {
      double mean = balance * entry();
      velocity[i] = rate * x[i] - mean * (1 + rate * (1 - t));
    }
  }
}
