package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import rivulet.inspect.plane.DensityPicture;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** Numbers of the figure: the same for any number of threads, and those of the flow. */
final class PointPictureBitsTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-5);
  private static final long SEED = 3;

  private static PointModel model() {
    PointModel start = PointModel.fresh(SamplePoints.shape(2, 16), PlaneDensity.MOONS, 1);
    return SamplePoints.trained(PlaneDensity.MOONS, start, SamplePoints.config(true, 64, 60), 60);
  }

  private static DensityPicture plane(PointModel model, double[] drawn, int threads) {
    return (DensityPicture)
        PointPicture.of(model, PlaneDensity.MOONS, SEED, drawn, SOLVER, threads);
  }

  @Test
  void threadsChangeNoByte() {
    PointModel model = model();
    double[] drawn = PointSampler.draw(model, SEED, 200, SOLVER, 1);
    DensityPicture one = plane(model, drawn, 1);
    DensityPicture three = plane(model, drawn, 3);
    assertArrayEquals(one.logDensity(), three.logDensity());
    assertArrayEquals(one.png(), three.png());
    assertArrayEquals(one.svg(), three.svg());
  }

  /** Many small steps along the velocity, from the same noise, arrive at the drawn points. */
  @Test
  void theVelocityIsThatOfTheSolvedFlow() {
    PointModel model = model();
    int count = 70; // more than one group
    double[] x = new double[2 * count];
    double[] point = new double[2];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < count; n++) {
      noise.reset(SEED, Purpose.LATENT, 0, n, 0, 0, 0).gaussian(point, 0, 2);
      model.standard().inverse(point);
      System.arraycopy(point, 0, x, 2 * n, 2);
    }
    int steps = 60;
    double h = -1.0 / steps;
    for (int i = 0; i < steps; i++) {
      double t = 1 + i * h;
      double[] k1 = PointVelocity.of(model, x, t);
      double[] k2 = PointVelocity.of(model, moved(x, k1, h / 2), t + h / 2);
      double[] k3 = PointVelocity.of(model, moved(x, k2, h / 2), t + h / 2);
      double[] k4 = PointVelocity.of(model, moved(x, k3, h), t + h);
      for (int c = 0; c < x.length; c++) {
        x[c] += h / 6 * (k1[c] + 2 * k2[c] + 2 * k3[c] + k4[c]);
      }
    }
    double[] drawn = PointSampler.draw(model, SEED, count, SOLVER, 1);
    for (int c = 0; c < x.length; c++) {
      assertEquals(drawn[c], x[c], 2e-4, "value " + c);
    }
  }

  private static double[] moved(double[] x, double[] velocity, double h) {
    double[] to = x.clone();
    for (int c = 0; c < to.length; c++) {
      to[c] += h * velocity[c];
    }
    return to;
  }
}
