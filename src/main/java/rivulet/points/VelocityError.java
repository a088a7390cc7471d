package rivulet.points;

import java.util.OptionalDouble;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;

/**
 * How far a learnt velocity is from the closed form of a {@link GaussianMixture}, over held-out
 * points {@code x_t = (1−t)·d + t·n} in the middle of twenty equal intervals of time.
 *
 * @param relative √(Σ ‖learnt − v‖² / Σ ‖v‖²): 1 for a field that is zero
 * @param points measured at each time
 */
public record VelocityError(double relative, int points) {
  private static final int TIMES = 20;
  private static final int POINTS = 1024;
  private static final int GROUP = 64;

  /** √ of the relative square over 1,024 points; empty unless the source is a mixture. */
  public static OptionalDouble of(PointModel model, PointSource source, long seed) {
    return switch (model.require(source)) {
      case GaussianMixture mixture ->
          OptionalDouble.of(of(model, mixture, seed, POINTS).relative());
      case Repeated some -> of(model, some.source(), seed);
      case PlaneDensity _, LineDensity _, Table _ -> OptionalDouble.empty();
    };
  }

  /**
   * Measures a model whose standardisation is the identity, so that time and coordinates are those
   * of the mixture; see {@link PointModel#plain}.
   *
   * @param points rounded up to a multiple of 64
   */
  public static VelocityError of(PointModel model, GaussianMixture mixture, long seed, int points) {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = model.level(1, new Divergence.None(), false, workspace);
      Measurement sums = new Measurement(mixture, new FieldEvaluation(level, GROUP, workspace));
      int groups = (points - 1) / GROUP + 1;
      for (int i = 0; i < TIMES; i++) {
        for (int g = 0; g < groups; g++) {
          sums.add(seed, (long) g * GROUP, (i + 0.5) / TIMES);
        }
      }
      return new VelocityError(Math.sqrt(sums.error / sums.size), groups * GROUP);
    }
  }

  private static final class Measurement {
    private final GaussianMixture mixture;
    private final FieldEvaluation field;
    private final NoiseStream noise = new NoiseStream();
    private final double[][] x;
    private final double[] scratch;
    private final double[] velocity;
    private double error;
    private double size;

    Measurement(GaussianMixture mixture, FieldEvaluation field) {
      this.mixture = mixture;
      this.field = field;
      this.x = new double[GROUP][mixture.dimensions()];
      this.scratch = new double[mixture.dimensions()];
      this.velocity = new double[mixture.dimensions()];
    }

    void add(long seed, long from, double t) {
      for (int n = 0; n < GROUP; n++) {
        place(x[n], seed, from + n, t);
        field.state(n, x[n]);
      }
      field.prepare();
      field.evaluatePrimal(t);
      for (int n = 0; n < GROUP; n++) {
        compare(n, t);
      }
    }

    private void place(double[] point, long seed, long index, double t) {
      mixture.draw(noise, seed, PointSet.HELD_OUT, index, point);
      noise.reset(seed, Purpose.MATCHING, 1, index, 0, 0, 0).gaussian(scratch, 0, point.length);
      for (int c = 0; c < point.length; c++) {
        // in float32, as the network sees it
        point[c] = (float) ((1 - t) * point[c] + t * scratch[c]);
      }
    }

    private void compare(int n, double t) {
      mixture.velocity(x[n], t, velocity);
      field.derivative(n, scratch);
      for (int c = 0; c < velocity.length; c++) {
        double difference = scratch[c] - velocity[c];
        error += difference * difference;
        size += velocity[c] * velocity[c];
      }
    }
  }
}
