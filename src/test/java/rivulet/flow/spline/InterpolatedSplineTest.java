package rivulet.flow.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.pretransform.InterpolatedCdf;

/** Against {@link RationalQuadraticSpline} with the interpolated knots, and central differences. */
class InterpolatedSplineTest {
  private static final int KNOTS = 7;
  private static final int KIND = 1;

  private final Random random = new Random(5);
  private final InterpolatedCdf cdf = cdf(random, 3, 2);
  private final GridPoints points = new GridPoints(cdf.grid(), 1);
  private final InterpolatedSpline spline = new InterpolatedSpline(cdf);

  private static InterpolatedCdf cdf(Random random, int rows, int columns) {
    double[] values = new double[rows];
    double[][] activities = new double[rows][columns];
    for (int v = 0; v < rows; v++) {
      values[v] = (float) (0.1 + 0.3 * v);
      for (int a = 0; a < columns; a++) {
        activities[v][a] = (float) (0.01 + 0.02 * v + 0.1 * a);
      }
    }
    double[] latents = new double[KNOTS];
    double[] positions = new double[2 * rows * columns * KNOTS];
    double[] stretches = new double[positions.length];
    double at = 0;
    for (int i = 0; i < positions.length; i++) {
      latents[i % KNOTS] = (float) (0.7 * (i % KNOTS) - 2);
      at = (i % KNOTS == 0 ? -2 : at) + 0.05 + random.nextDouble();
      positions[i] = (float) at;
      stretches[i] = (float) (0.3 + random.nextDouble());
    }
    return new InterpolatedCdf(
        new InterpolationGrid(values, activities), latents, positions, stretches);
  }

  private double interpolate(double[] table, int knot) {
    double sum = 0;
    for (int corner = 0; corner < GridPoints.CORNERS; corner++) {
      int node = KIND * cdf.grid().nodes() + points.node(0, corner);
      sum += points.weight(0, corner) * table[node * KNOTS + knot];
    }
    return sum;
  }

  private RationalQuadraticSpline plain() {
    double[] position = new double[KNOTS];
    double[] slope = new double[KNOTS];
    for (int k = 0; k < KNOTS; k++) {
      position[k] = interpolate(cdf.positions(), k);
      slope[k] = 1 / interpolate(cdf.stretches(), k);
    }
    return new RationalQuadraticSpline(position, cdf.latents(), slope);
  }

  private void move(double value, double activity) {
    points.locate(0, value, activity);
    spline.at(KIND, points, 0);
  }

  /** Inside, on a node, between rows, beyond the grid. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.23, 0.4, 0.69, 0.9})
  void agreesWithThePlainSplineOfTheInterpolatedKnots(double value) {
    for (double activity : new double[] {0, 0.01, 0.03, 0.08, 0.2}) {
      move(value, activity);
      RationalQuadraticSpline plain = plain();
      for (int i = 0; i < 200; i++) {
        double x = 8 * random.nextDouble() - 3;
        double z = spline.forward(x);
        assertEquals(plain.value(x), z, 1e-12);
        assertEquals(Math.log(plain.derivative(x)), spline.logSlope(), 1e-12);
        assertEquals(plain.inverse(z), spline.inverse(z), 1e-11);
        assertEquals(x, spline.inverse(z), 1e-10);
        double expected = plain.pullBack(x, -z);
        assertEquals(expected, spline.pullBack(x, -z), 1e-10 * Math.max(1, Math.abs(expected)));
      }
    }
  }

  private double objective(double x, double value, double activity) {
    move(value, activity);
    double z = spline.forward(x);
    return -0.5 * z * z + spline.logSlope();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.23, 0.51, 0.69, 0.9})
  void derivativesByValueAndActivityAreThoseOfCentralDifferences(double value) {
    double h = 1e-6;
    for (double activity : new double[] {0.002, 0.02, 0.08, 0.3}) {
      for (int i = 0; i < 100; i++) {
        double x = 8 * random.nextDouble() - 3;
        double byValue =
            (objective(x, value + h, activity) - objective(x, value - h, activity)) / (2 * h);
        double byActivity =
            (objective(x, value, activity + h) - objective(x, value, activity - h)) / (2 * h);
        move(value, activity);
        spline.pullBack(x, -spline.forward(x));
        double[] byWeight = spline.byWeight();
        assertEquals(byValue, points.byValue(0, byWeight), 1e-7 * Math.max(1, Math.abs(byValue)));
        assertEquals(
            byActivity, points.byActivity(0, byWeight), 1e-7 * Math.max(1, Math.abs(byActivity)));
      }
    }
  }
}
