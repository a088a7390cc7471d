package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointTraining;
import rivulet.Sampling;
import rivulet.ode.RecordedSolve;

/**
 * Ways of points through a flow meet the samples, likelihoods and velocities that they belong to.
 */
final class PointPathsTest {
  private static final PointData MOONS = PointData.density("moons");
  private static final Sampling DRAWING = Sampling.usual().withThreads(2);
  private static final double[] TIMES = {1, 0.75, 0.5, 0.25, 0};

  private static PointFlow flow;

  @BeforeAll
  static void train() {
    flow = small(MOONS).updates(60).run((_, _) -> true);
  }

  private static PointTraining small(PointData data) {
    return PointTraining.of(data).hidden(16, 16).batch(128).threads(1);
  }

  @Test
  void trajectoriesEndAtTheSamplesToTheBit() {
    double[][][] ways = flow.trajectories(100, TIMES, DRAWING);
    assertArrayEquals(flow.sample(100, DRAWING), ways[4]);
    assertEquals(100, ways[0].length);
    assertThrows(
        IllegalArgumentException.class, () -> flow.trajectories(3, new double[] {0, 1}, DRAWING));
  }

  /** Between two close times a particle moves along the velocity. */
  @Test
  void particlesMoveAlongTheVelocity() {
    double step = 1e-2;
    double[][][] ways = flow.trajectories(50, new double[] {0.5 + step, 0.5, 0.5 - step}, DRAWING);
    double[][] velocity = flow.velocity(ways[1], 0.5)[0];
    for (int n = 0; n < 50; n++) {
      for (int c = 0; c < 2; c++) {
        double slope = (ways[0][n][c] - ways[2][n][c]) / (2 * step);
        assertEquals(slope, velocity[n][c], 0.02 * Math.max(1, Math.abs(slope)));
      }
    }
  }

  @Test
  void aFollowedPointHasItsLogLikelihoodToTheBit() {
    double[] point = {0.5, -0.25};
    Measuring how = Measuring.usual().withThreads(1);
    PointFlow.Way course = flow.follow(point, how, 10);
    assertEquals(flow.logLikelihood(new double[][] {point}, how)[0], course.logLikelihood());
    assertEquals(11, course.there().frames().size());
    assertArrayEquals(point, course.there().frames().getFirst().state(), 1e-6);
    assertArrayEquals(point, course.back().end(), 1e-3);
    double[] there = course.logLikelihoodThere();
    double[] back = course.logLikelihoodBack();
    assertEquals(there[there.length - 1], normal(course), 1e-5);
    assertEquals(course.logLikelihood(), back[back.length - 1], 1e-3);
  }

  /** ln p of the latent in the coordinates of the data. */
  private static double normal(PointFlow.Way course) {
    PointFlow.Description what = flow.description();
    double sum = 0;
    double[] end = course.there().end();
    for (int c = 0; c < 2; c++) {
      double z = (end[c] - what.mean()[c]) / what.deviation()[c];
      sum -= 0.5 * (z * z + Math.log(2 * Math.PI)) + Math.log(what.deviation()[c]);
    }
    return sum;
  }

  /** The trapezoid of the divergence at the frames comes near what ln p changes by. */
  @Test
  void logLikelihoodFallsByTheDivergence() {
    PointFlow.Way course = flow.follow(new double[] {1, 0.5}, Measuring.usual(), 200);
    double integral = 0;
    List<RecordedSolve.Frame> frames = course.there().frames();
    for (int i = 1; i < frames.size(); i++) {
      integral += (frames.get(i - 1).rates()[0] + frames.get(i).rates()[0]) / 400;
    }
    double[] there = course.logLikelihoodThere();
    assertEquals(integral, course.logLikelihood() - there[there.length - 1], 2e-3);
  }

  /**
   * What a training shows on its way is what a shorter one with the same schedule would come to.
   */
  @Test
  void theFlowOfAMomentDoesNotDisturbTheTraining() {
    double[] nll = new double[2];
    Measuring how = Measuring.usual().withThreads(1);
    PointFlow watched =
        small(MOONS)
            .updates(20)
            .watch(now -> {
              if (now.update() == 20) {
                nll[0] = now.flow().measure(MOONS, 100, how).nll();
              } else {
                now.flow();
              }
              return true;
            });
    nll[1] = small(MOONS).updates(20).run((_, _) -> true).measure(MOONS, 100, how).nll();
    assertEquals(nll[1], nll[0]);
    assertEquals(nll[1], watched.measure(MOONS, 100, how).nll());
  }

  @Test
  void optimalPairsAreLearntAndShorten() {
    PointTraining paired = small(MOONS).pairing("optimal").updates(300);
    double[] last = new double[2];
    PointFlow straight = paired.run((_, loss) -> keep(last, 0, loss));
    small(MOONS).updates(300).run((_, loss) -> keep(last, 1, loss));
    assertTrue(last[0] < 0.6 * last[1], () -> Arrays.toString(last));
    assertEquals("true", straight.description().provenance().get("paired"));
    assertThrows(IllegalArgumentException.class, () -> paired.objective("likelihood").checked());
  }

  private static boolean keep(double[] smooth, int at, double loss) {
    smooth[at] = 0.9 * smooth[at] + 0.1 * loss;
    return true;
  }

  @Test
  void theKineticWeightShortensWays() {
    double[] length = new double[2];
    for (int i = 0; i < 2; i++) {
      PointFlow by =
          small(MOONS).objective("likelihood").kinetic(i).updates(40).run((_, _) -> true);
      double[][][] ways = by.trajectories(100, TIMES, DRAWING);
      for (int n = 0; n < 100; n++) {
        length[i] += Math.hypot(ways[0][n][0] - ways[4][n][0], ways[0][n][1] - ways[4][n][1]);
      }
    }
    assertTrue(length[1] < length[0], () -> Arrays.toString(length));
    assertThrows(IllegalArgumentException.class, () -> small(MOONS).kinetic(1).checked());
  }

  @Test
  void drawnPointsLieAlongTheStrokesByWeight() {
    PointData.Stroke across =
        new PointData.Stroke(new double[] {-2, 2}, new double[] {1, 1}, 0.05, 3);
    PointData.Stroke dot = new PointData.Stroke(new double[] {0}, new double[] {-1}, 0.5, 8);
    PointData drawn = PointData.drawn(List.of(across, dot), 2000, 1);
    double[][] rows = drawn.rows();
    assertEquals(2000, rows.length);
    assertEquals(400, drawn.heldOut(10_000, 1).length);
    long above = Arrays.stream(rows).filter(row -> Math.abs(row[1] - 1) < 0.3).count();
    assertEquals(2000 * 12 / 16.0, (double) above, 60);
    assertTrue(Arrays.stream(rows).allMatch(row -> Math.abs(row[0]) < 2.5));
    assertArrayEquals(rows, PointData.drawn(List.of(across, dot), 2000, 1).rows());
    assertThrows(IllegalArgumentException.class, () -> PointData.drawn(List.of(), 2000, 1));
    PointData.Stroke far = new PointData.Stroke(new double[] {1e9}, new double[] {0}, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> PointData.drawn(List.of(far), 100, 1));
  }
}
