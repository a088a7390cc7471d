package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointTraining;
import rivulet.Sampling;

/** Flow lines cut samples into equal shares, and the mass between them is where they say. */
final class FlowLinesAccuracyTest {
  private static final int BANDS = 8;
  private static final int TIMES = 9;
  private static final Measuring HOW = Measuring.usual().withThreads(1);
  private static final PointData TWO = PointData.density("twonormals");

  private static PointFlow flow;
  private static PointFlow.Lines lines;

  @BeforeAll
  static void train() {
    flow =
        PointTraining.of(TWO).hidden(32, 32).batch(256).updates(400).threads(1).run((_, _) -> true);
    lines = flow.lines(BANDS, TIMES, HOW);
  }

  /** The divergence, integrated, against the distances of neighbouring ways. */
  @Test
  void massStaysBetweenLines() {
    for (double[] row : lines.masses()) {
      for (double mass : row) {
        assertEquals(1.0 / BANDS, mass, 5e-5);
      }
    }
    assertTrue(lines.least() <= 1.0 / BANDS && lines.least() > 0.124, "least " + lines.least());
    assertTrue(lines.most() >= lines.least());
  }

  /** Shares of 20,000 samples have a deviation of at most 0.0036. */
  @Test
  void samplesAreCutIntoEqualShares() {
    double[][] samples = flow.sample(20_000, Sampling.usual().withSeed(7).withThreads(1));
    for (int k = 1; k < BANDS; k++) {
      double line = lines.places()[TIMES - 1][k * lines.between()];
      long below = Arrays.stream(samples).filter(x -> x[0] < line).count();
      assertEquals((double) k / BANDS, below / 20_000.0, 0.012, "line " + k);
    }
  }

  @Test
  void densitiesAreThoseOfTheFlowAndOfTheNoise() {
    double[] places = lines.places()[TIMES - 1];
    double[][] points =
        Arrays.stream(places).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    assertArrayEquals(flow.logLikelihood(points, HOW), lines.logLikelihood()[TIMES - 1], 5e-3);
    PointFlow.Description what = flow.description();
    for (int j = 0; j < places.length; j++) {
      double z = (lines.places()[0][j] - what.mean()[0]) / what.deviation()[0];
      double normal = -0.5 * (z * z + Math.log(2 * Math.PI)) - Math.log(what.deviation()[0]);
      assertEquals(normal, lines.logLikelihood()[0][j], 1e-5);
    }
  }

  @Test
  void threadsChangeNoBit() {
    PointFlow.Lines two = flow.lines(BANDS, TIMES, HOW.withThreads(2));
    assertArrayEquals(lines.places(), two.places());
    assertArrayEquals(lines.masses(), two.masses());
  }

  @Test
  void whatHasNoLinesIsRefused() {
    PointFlow plane = PointTraining.of(PointData.density("moons")).hidden(8).untrained();
    assertThrows(IllegalArgumentException.class, () -> plane.lines(BANDS, TIMES, HOW));
    assertThrows(IllegalArgumentException.class, () -> flow.lines(1, TIMES, HOW));
    assertThrows(IllegalArgumentException.class, () -> flow.lines(BANDS, 1, HOW));
  }
}
