package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.ode.SolverOptions;

/** Densities that integrate to one, bits that depend on nothing else, and learning that helps. */
final class PointFlowTest {
  private static final SolverOptions FINE = SolverOptions.adaptive("dopri5", 1e-6);
  private static final SolverOptions USUAL = SolverOptions.adaptive("dopri5", 1e-4);
  private static final PointSource MOONS = PlaneDensity.MOONS;

  private static PointModel fresh(int width) {
    return PointModel.fresh(SamplePoints.shape(2, width), MOONS, 1);
  }

  private static PointModel trained(boolean matching, int threads) {
    int steps = matching ? 40 : 12;
    PointConfig config = SamplePoints.config(matching, 96, steps);
    return SamplePoints.trained(MOONS, fresh(16), config, steps, threads);
  }

  private static void assertSame(PointModel expected, PointModel found) {
    assertEquals(expected.weights().keySet(), found.weights().keySet());
    for (Map.Entry<String, float[]> weight : expected.weights().entrySet()) {
      assertArrayEquals(weight.getValue(), found.weights().get(weight.getKey()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainingDoesNotDependOnThreads(boolean matching) {
    assertSame(trained(matching, 1), trained(matching, 3));
  }

  /** Trapezoids over ±6 deviations; a short training leaves no mass beyond and no sharp edge. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void densityIntegratesToOne(boolean matching) {
    PointModel model = trained(matching, 1);
    int side = 121;
    double step = 12.0 / (side - 1);
    PointEvaluation grid =
        PointEvaluation.of(
            model,
            (noise, index, point) -> {
              point[0] = index % side * step - 6;
              point[1] = index / side * step - 6;
              model.standard().inverse(point);
            },
            side * side,
            FINE,
            2);
    double sum = 0;
    for (double logDensity : grid.logDensity()) {
      sum += StrictMath.exp(logDensity);
    }
    double[] deviations = model.standard().deviation();
    assertEquals(1, sum * step * step * deviations[0] * deviations[1], 1e-4);
  }

  @Test
  void aPointHasItsLikelihoodInAnyCompany() {
    PointModel model = trained(true, 1);
    PointEvaluation all = PointEvaluation.of(model, MOONS, 5, 70, USUAL, 2);
    for (int n : new int[] {0, 3, 63, 64, 69}) {
      PointEvaluation alone =
          PointEvaluation.of(
              model,
              (noise, index, point) -> MOONS.draw(noise, 5, PointSet.HELD_OUT, n, point),
              1,
              USUAL,
              1);
      assertEquals(alone.logDensity()[0], all.logDensity()[n], "point " + n);
    }
    assertArrayEquals(
        all.logDensity(), PointEvaluation.of(model, MOONS, 5, 70, USUAL, 1).logDensity());
  }

  @Test
  void freshIsTheNormalOfTheDatasMoments() {
    PointModel model = fresh(8);
    PointEvaluation measured = PointEvaluation.of(model, MOONS, 1, 4000, USUAL, 1);
    double[] deviations = model.standard().deviation();
    double normal =
        StrictMath.log(2 * StrictMath.PI * StrictMath.E)
            + StrictMath.log(deviations[0] * deviations[1]);
    assertEquals(normal, measured.nll(), 0.03);
    assertEquals(4000, measured.points());
    double sum = Arrays.stream(measured.logDensity()).map(l -> l + measured.nll()).sum();
    assertEquals(0, sum, 1e-8);
    assertTrue(measured.standardError() > 0.005 && measured.standardError() < 0.03);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainingLowersTheLikelihoodLossTowardsTheEntropy(boolean matching) {
    int steps = matching ? 300 : 40;
    PointConfig config = SamplePoints.config(matching, 128, steps);
    PointModel start = fresh(32);
    PointModel model = SamplePoints.trained(MOONS, start, config, steps);
    double before = PointEvaluation.of(start, MOONS, 1, 1000, USUAL, 2).nll();
    PointEvaluation after = PointEvaluation.of(model, MOONS, 1, 1000, USUAL, 2);
    assertTrue(after.nll() < before - 0.1, before + " " + after.nll());
    double entropy = MOONS.entropy().orElseThrow();
    assertTrue(after.nll() > entropy - 3 * after.standardError(), "" + after.nll());
  }

  /** Latents that are drawn come back as points, whose mean −ln p is then the model's entropy. */
  @Test
  void samplesHaveTheModelsDensity() {
    PointModel model = trained(false, 1);
    int count = 3000;
    double[] samples = PointSampler.draw(model, 8, count, USUAL, 2);
    assertArrayEquals(Arrays.copyOf(samples, 140), PointSampler.draw(model, 8, 70, USUAL, 1));
    PointEvaluation ofSamples =
        PointEvaluation.of(
            model,
            (noise, index, point) -> System.arraycopy(samples, (int) (2 * index), point, 0, 2),
            count,
            USUAL,
            1);
    double[] x = new double[count];
    double[] y = new double[count];
    for (int n = 0; n < count; n++) {
      x[n] = samples[2 * n];
      y[n] = samples[2 * n + 1];
    }
    // both estimate the entropy from the same points; their difference varies by about 0.02
    assertEquals(NeighbourEntropy.of(x, y), ofSamples.nll(), 0.08);
  }

  @Test
  void pointsOfOtherColumnsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> PointModel.fresh(SamplePoints.shape(3, 4), MOONS, 1));
    assertThrows(IllegalArgumentException.class, () -> SamplePoints.config(true, 100, 10));
  }
}
