package rivulet.train.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rivulet.flow.network.ProbeKind;
import rivulet.tensor.Workspace;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Descent;
import rivulet.train.descent.Schedule;

/** Updates of the noise's parameters from sums given by hand, times ¼. */
class NoiseParametersAccuracyTest {
  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private Descent descent(double clip, double skip) {
    return descent(clip, skip, 0);
  }

  private Descent descent(double clip, double skip, double averaging) {
    TrainConfig config =
        new TrainConfig(
            1,
            4,
            2,
            new Schedule(0.125, 4, 0),
            clip,
            skip,
            averaging,
            new Likelihood("bosh3", 1e-3, 0, 0, 1, ProbeKind.RADEMACHER),
            Matching.NONE);
    NoiseParameters parameters = new NoiseParameters(new float[] {1, 2, 3}, 0.25, workspace);
    return new Descent(config, parameters, workspace);
  }

  private static double[] first(Descent descent) {
    return descent.rules().get(NoiseParameters.NAME).state().get("first");
  }

  private static double[] widened(Descent descent) {
    return ((NoiseParameters) descent.parameters()).widened();
  }

  private static float[] values(Descent descent) {
    return descent.parameters().runs().getFirst().get();
  }

  private static float[] averaged(Descent descent) {
    return descent.averaged().get(NoiseParameters.NAME);
  }

  /** Two groups' sums 2·(6, 8, 0) and −2·(0, 0, 24), times ¼: (3, 4, −12) of norm 13. */
  private static boolean update(Descent descent, long step) {
    descent.submit(1, new double[] {0, 0, -48});
    descent.submit(0, new double[] {12, 16, 0});
    return descent.update(step, 2);
  }

  @Test
  void sumsAreAddedScaledAndClipped() {
    try (Descent descent = descent(6.5, 100)) {
      assertTrue(update(descent, 0));
      assertEquals(13, descent.norm(), 1e-12);
      assertEquals(0.1 * 1.5, first(descent)[0], 1e-15);
      assertEquals(0.1 * 2, first(descent)[1], 1e-15);
      assertEquals(-0.1 * 6, first(descent)[2], 1e-15);
      double move = 0.125 / 4; // a quarter of the rate in warm-up, against the sign
      assertArrayEquals(new double[] {1 - move, 2 - move, 3 + move}, widened(descent), 1e-6);
      assertTrue(update(descent, 10));
      assertArrayEquals(
          new double[] {1 - 5 * move, 2 - 5 * move, 3 + 5 * move}, widened(descent), 1e-6);
      assertEquals(2, descent.updates());
    }
  }

  @Test
  void smallGradientsAreNotScaledUp() {
    try (Descent descent = descent(100, 200)) {
      update(descent, 0);
      assertEquals(0.1 * 3, first(descent)[0], 1e-15);
    }
  }

  @Test
  void gradientsFromTheLimitOnAreSkipped() {
    try (Descent descent = descent(1, 13)) {
      assertFalse(update(descent, 0));
      assertEquals(13, descent.norm(), 1e-12);
      assertEquals(0, descent.updates());
      assertArrayEquals(new double[] {1, 2, 3}, widened(descent));
      assertArrayEquals(new double[3], first(descent));
      descent.submit(0, new double[] {Double.NaN, 0, 0});
      assertFalse(descent.update(1, 1));
      descent.submit(0, new double[] {4 * 12.9, 0, 0});
      assertTrue(descent.update(2, 1));
      assertEquals(1, descent.updates());
    }
  }

  /** The first update's parameters, then 2/11 of them and the rest the second's. */
  @Test
  void averagesAreThoseOfAppliedUpdates() {
    try (Descent descent = descent(100, 200, 0.5)) {
      assertArrayEquals(new float[] {1, 2, 3}, averaged(descent));
      update(descent, 0);
      float[] first = values(descent);
      assertArrayEquals(first, averaged(descent));
      descent.submit(0, new double[] {1e6, 0, 0});
      assertFalse(descent.update(1, 1));
      assertArrayEquals(first, averaged(descent));
      update(descent, 10);
      for (int i = 0; i < 3; i++) {
        float expected = (float) (2.0 / 11 * first[i] + 9.0 / 11 * values(descent)[i]);
        assertEquals(expected, averaged(descent)[i], 1e-6f);
      }
    }
  }

  @Test
  void withoutAveragingTheModelHasTheParameters() {
    try (Descent descent = descent(100, 200)) {
      update(descent, 0);
      update(descent, 10);
      assertArrayEquals(values(descent), averaged(descent));
    }
  }
}
