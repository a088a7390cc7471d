package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Adam against Algorithm 1 of Kingma and Ba (arXiv 1412.6980). Literals are its lines in Python's
 * float64, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8 as the paper has them and α = 0.125:
 *
 * <pre>
 *   m = b1*m + (1-b1)*g;  v = b2*v + (1-b2)*g*g
 *   theta -= alpha * (m/(1-b1**t)) / (sqrt(v/(1-b2**t)) + eps)
 * </pre>
 */
class AdamAccuracyTest {
  private static final double RATE = 0.125;

  /** Of a parameter near 1 that is rounded to float32 in every update. */
  private static final double ROUNDINGS = 6 * 0x1p-25;

  /** One parameter between two others; returns it after each update. */
  private static double[] descend(Adam adam, double scale, double rate, float... gradients) {
    AdamSteps steps = new AdamSteps();
    double[] path = new double[gradients.length];
    try (Arena arena = Arena.ofShared()) {
      MemorySegment values = arena.allocate(12, 4);
      MemorySegment slopes = arena.allocate(12, 4);
      for (int i = 0; i < 3; i++) {
        values.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1f);
        slopes.setAtIndex(ValueLayout.JAVA_FLOAT, i, 77f);
      }
      for (int t = 0; t < gradients.length; t++) {
        slopes.setAtIndex(ValueLayout.JAVA_FLOAT, 1, gradients[t]);
        steps.advance();
        adam.update(values, slopes, 4, scale, rate, steps);
        path[t] = values.getAtIndex(ValueLayout.JAVA_FLOAT, 1);
        assertEquals(gradients[t], slopes.getAtIndex(ValueLayout.JAVA_FLOAT, 1));
      }
      assertEquals(1f, values.getAtIndex(ValueLayout.JAVA_FLOAT, 0), "a neighbour's value");
      assertEquals(1f, values.getAtIndex(ValueLayout.JAVA_FLOAT, 2), "a neighbour's value");
    }
    return path;
  }

  private static void assertPath(double[] expected, double[] found) {
    for (int t = 0; t < expected.length; t++) {
      assertEquals(expected[t], found[t], ROUNDINGS, "update " + (t + 1));
    }
  }

  @Test
  void followsThePaper() {
    Adam adam = new Adam(1);
    double[] path = descend(adam, 1, RATE, 0.5f, -0.25f, 1, 0, -2, 0.125f);
    assertPath(
        new double[] {
          0.8750000025,
          0.841707873384808,
          0.7594439245963623,
          0.6920583035121337,
          0.7229584572390466,
          0.746014147972215
        },
        path);
    assertEquals(-0.08147799999999997, adam.first()[0], 1e-16);
    assertEquals(0.005319630871251316, adam.second()[0], 1e-17);
  }

  /** Gradients of 2⁻²⁷ to 2⁻²⁵ are as large as ε. */
  @Test
  void followsThePaperWhereEpsilonCounts() {
    assertPath(
        new double[] {
          0.9251984622431518, 0.8621791121870004, 0.8792939465280546, 0.8729751477994644
        },
        descend(new Adam(1), 1, RATE, 0x1p-26f, 0x1p-27f, -0x1p-25f, 0x1p-26f));
  }

  /** Bias corrections make every update of a constant gradient the same: α·g/(|g| + ε). */
  @ParameterizedTest
  @CsvSource({"1, 0.125", "-1, 0.125", "1e-8, 0.125", "3e-8, 0.01", "1e-6, 0.01"})
  void constantGradientsMoveEvenly(float gradient, double rate) {
    double[] path = descend(new Adam(1), 1, rate, gradient, gradient, gradient, gradient, gradient);
    double size = (double) gradient;
    for (int t = 0; t < path.length; t++) {
      assertEquals(1 - (t + 1) * rate * size / (Math.abs(size) + 1e-8), path[t], ROUNDINGS);
    }
  }

  /** The scale multiplies the gradient, before both moments. */
  @Test
  void scaledGradientsAreOtherGradients() {
    Adam scaled = new Adam(1);
    Adam plain = new Adam(1);
    double[] path = descend(scaled, 0x1p-26, RATE, 1, 0.5f, -2, 1);
    assertPath(descend(plain, 1, RATE, 0x1p-26f, 0x1p-27f, -0x1p-25f, 0x1p-26f), path);
    assertEquals(plain.first()[0], scaled.first()[0]);
    assertEquals(plain.second()[0], scaled.second()[0]);
  }

  /** 1 − 0.9ᵗ and 1 − 0.999ᵗ with 40 digits. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.1, 0.001",
    "2, 0.19, 0.001999",
    "10, 0.6513215599, 0.009955119790251790119955009999",
    "1000, 1, 0.6323045752290359553731938607795386560275",
    "100000, 1, 1"
  })
  void correctionsAreThePowers(long updates, double first, double second) {
    AdamSteps steps = new AdamSteps();
    for (long t = 0; t < updates; t++) {
      steps.advance();
    }
    assertEquals(first, steps.correction1(), 2e-15);
    assertEquals(second, steps.correction2(), 2e-14);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 37, 1000})
  void restoredStepsAreTheSameBits(long updates) {
    AdamSteps walked = new AdamSteps();
    for (long t = 0; t < updates; t++) {
      walked.advance();
    }
    AdamSteps restored = new AdamSteps();
    restored.advance();
    restored.restore(updates);
    assertEquals(updates, restored.count());
    assertEquals(walked.correction1(), restored.correction1(), 0.0);
    assertEquals(walked.correction2(), restored.correction2(), 0.0);
  }
}
