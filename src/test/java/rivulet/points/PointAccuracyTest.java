package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.points.table.Columns;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Schedule;

/**
 * What is measured and descended of points whose field is f = a·x + b·(1 + c) + w·t in column c, in
 * closed form; a network without hidden layers has nothing else.
 */
final class PointAccuracyTest {
  private static final double LN_2PI = 1.8378770664093453;
  private static final double SINGLE = 1e-5;
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-7);
  private static final GaussianMixture MIXTURE = new GaussianMixture(2, 1.2, 0.6);
  private static final double[] MEAN = {0.5, -2};
  private static final double[] DEVIATION = {2, 0.25};

  /** The kernel's inputs are time, then the columns. */
  private static PointModel model(
      int dimensions, Standardisation standard, double a, double b, double w) {
    PointShape shape =
        new PointNetwork(dimensions, List.of(), LayerKind.CONCAT, Activation.SOFTPLUS);
    float[] kernel = new float[dimensions * (1 + dimensions)];
    float[] bias = new float[dimensions];
    for (int c = 0; c < dimensions; c++) {
      kernel[c * (1 + dimensions)] = (float) w;
      kernel[c * (1 + dimensions) + 1 + c] = (float) a;
      bias[c] = (float) (b * (1 + c));
    }
    return new PointModel(
        shape, standard, Map.of("layers.0._layer.weight", kernel, "layers.0._layer.bias", bias));
  }

  /** Deviations from the mean of 3 are 1, −1 and 0, so s² = 2/2 = 1, over three points. */
  @Test
  void meanAndStandardErrorByHand() {
    PointEvaluation three = new PointEvaluation(new double[] {-2, -4, -3}, 7);
    assertEquals(3, three.points());
    assertEquals(3, three.nll(), 1e-15);
    assertEquals(Math.sqrt(1 / 3.0), three.standardError(), 1e-15);
    PointEvaluation two = new PointEvaluation(new double[] {1, 5}, 7);
    assertEquals(-3, two.nll(), 1e-15);
    assertEquals(2, two.standardError(), 1e-15);
    assertTrue(Double.isNaN(new PointEvaluation(new double[] {1}, 7).standardError()));
  }

  /** y = (x − m)/σ, z = (y + b_c/a)eᵃ − b_c/a, ln p = Σ (a − ln σ − ½z² − ½ ln 2π). */
  private static double logDensity(double[] x, double a, double b) {
    double sum = 0;
    for (int c = 0; c < 2; c++) {
      double y = (x[c] - MEAN[c]) / DEVIATION[c];
      double shift = b * (1 + c) / a;
      double z = (y + shift) * StrictMath.exp(a) - shift;
      sum += a - StrictMath.log(DEVIATION[c]) - 0.5 * (z * z + LN_2PI);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.25", "-0.75, 1"})
  void densityOfGivenPoints(double a, double b) {
    double[][] points = {{0.5, -2}, {1.5, -1.75}, {-3, -2.5}};
    PointEvaluation found =
        PointEvaluation.of(
            model(2, new Standardisation(Columns.numbered(2), MEAN, DEVIATION), a, b, 0),
            (noise, index, point) -> System.arraycopy(points[(int) index], 0, point, 0, 2),
            3,
            SOLVER,
            1);
    for (int n = 0; n < 3; n++) {
      assertEquals(logDensity(points[n], a, b), found.logDensity()[n], SINGLE, "point " + n);
    }
  }

  private static PointConfig config(boolean matching, TimeSampling times) {
    TrainConfig train =
        new TrainConfig(
            3,
            12,
            6,
            new Schedule(1e-2, 0, 0),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            0,
            new Likelihood("dopri5", 1e-6, 0, 0, 1, ProbeKind.RADEMACHER),
            new Matching(matching ? Matching.ALL : 0, times, false, 1e-3));
    return new PointConfig(train, 2);
  }

  private static double loss(boolean matching, TimeSampling times, PointModel start, int steps) {
    PointConfig config = config(matching, times);
    List<Double> losses = new ArrayList<>();
    PointProblem.train(MIXTURE, start, config, 1, steps, now -> losses.add(now.loss()));
    assertEquals(steps, losses.size());
    return losses.getLast();
  }

  /** −ln p of the training points 0 to 11, the standardisation's part included. */
  @Test
  void lossOfLikelihoodIsTheMeanOfMinusLogDensity() {
    double sum = 0;
    double[] point = new double[2];
    for (int n = 0; n < 12; n++) {
      MIXTURE.draw(new NoiseStream(), 3, PointSet.TRAINING, n, point);
      sum -= logDensity(point, 0.5, 0.25);
    }
    PointModel start =
        model(2, new Standardisation(Columns.numbered(2), MEAN, DEVIATION), 0.5, 0.25, 0);
    assertEquals(sum / 12, loss(false, TimeSampling.UNIFORM, start, 1), 1e-6 * sum);
  }

  /** Six images of two points share six times, which lie 1/6 apart in u. */
  @ParameterizedTest
  @ValueSource(strings = {"uniform", "logit-normal:-1:1.5"})
  void lossOfMatchingIsThatOfThePaper(String text) {
    TimeSampling times = TimeSampling.parse(text);
    double first = new NoiseStream().reset(3, Purpose.TIME, 0, 0, 0, 0, 0).nextUniform();
    double sum = 0;
    double[] d = new double[2];
    double[] n = new double[2];
    for (int index = 0; index < 12; index++) {
      double u = first + index / 2 / 6.0;
      double t = times.time(u >= 1 ? u - 1 : u);
      MIXTURE.draw(new NoiseStream(), 3, PointSet.TRAINING, index, d);
      new NoiseStream().reset(3, Purpose.MATCHING, 0, index, 0, 0, 0).gaussian(n, 0, 2);
      for (int c = 0; c < 2; c++) {
        double y = (d[c] - MEAN[c]) / DEVIATION[c];
        double field = 0.5 * ((1 - t) * y + t * n[c]) + 0.25 * (1 + c) - 3 * t;
        sum += (field - (n[c] - y)) * (field - (n[c] - y));
      }
    }
    PointModel start =
        model(2, new Standardisation(Columns.numbered(2), MEAN, DEVIATION), 0.5, 0.25, -3);
    assertEquals(sum / 24, loss(true, times, start, 1), SINGLE * sum);
  }

  /** The second update takes the points 12 to 23. */
  @Test
  void updatesTakeThePointsInTurn() {
    PointModel still = model(2, new Standardisation(Columns.numbered(2), MEAN, DEVIATION), 0, 0, 0);
    double sum = 0;
    double[] point = new double[2];
    for (int n = 12; n < 24; n++) {
      MIXTURE.draw(new NoiseStream(), 3, PointSet.TRAINING, n, point);
      for (int c = 0; c < 2; c++) {
        double y = (point[c] - MEAN[c]) / DEVIATION[c];
        sum += (StrictMath.log(DEVIATION[c]) + 0.5 * (y * y + LN_2PI)) / 12;
      }
    }
    // the first update has moved every weight by the rate, 0.01
    double found = loss(false, TimeSampling.UNIFORM, still, 2);
    assertEquals(sum, found, 0.03 * Math.abs(sum));
  }

  /**
   * Of one normal, N(0, I), v = (2t − 1)/s²·x with s² = (1−t)² + t² the variance of x_t, at the
   * middles of twenty intervals. Errors are Σ (a − v)²s² + (b·(1 + c) + wt)² over columns.
   */
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0.5, 0, 0", "-1, 0, 0", "0, 1, 0", "0, 1, -2", "1, 0.5, 1"})
  void velocityErrorOfOneNormal(double a, double b, double w) {
    double error = 0;
    double size = 0;
    for (int i = 0; i < 20; i++) {
      double t = (i + 0.5) / 20;
      double variance = (1 - t) * (1 - t) + t * t;
      double v = (2 * t - 1) / variance;
      size += 4 * v * v * variance;
      for (int c = 0; c < 4; c++) {
        double constant = b * (1 + c) + w * t;
        error += (a - v) * (a - v) * variance + constant * constant;
      }
    }
    GaussianMixture normal = new GaussianMixture(4, 0, 1);
    Standardisation identity = Standardisation.none(Columns.numbered(4));
    VelocityError found = VelocityError.of(model(4, identity, a, b, w), normal, 1, 4096);
    double expected = Math.sqrt(error / size);
    // 16,384 squares of normal entries per time vary by 1.1 %, their ratio by less
    assertEquals(expected, found.relative(), 0.02 * expected);
    assertEquals(4096, found.points());
  }
}
