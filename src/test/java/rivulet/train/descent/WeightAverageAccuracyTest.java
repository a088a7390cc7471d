package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The average of weights and its warm-up min(decay, (1+n)/(10+n)) at the ends and between. */
class WeightAverageAccuracyTest {
  /** 8990 is where (1+n)/(10+n) reaches 0.999. */
  @ParameterizedTest
  @CsvSource({
    "0.999, 0, 0",
    "0.999, 1, 0.18181818181818182",
    "0.999, 2, 0.25",
    "0.999, 8, 0.5",
    "0.999, 80, 0.9",
    "0.999, 8980, 0.9989988876529477",
    "0.999, 8990, 0.999",
    "0.999, 1000000, 0.999",
    "0.9, 79, 0.898876404494382",
    "0.9, 81, 0.9",
    "0.1, 1, 0.1"
  })
  void decayRisesToItsValue(double decay, long n, double expected) {
    assertEquals(expected, WeightAverage.decay(decay, n), 1e-15);
  }

  private static void update(WeightAverage average, double decay, float... weights) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(4L * (weights.length + 1), 4);
      memory.set(ValueLayout.JAVA_FLOAT, 0, 99f);
      for (int i = 0; i < weights.length; i++) {
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, i + 1L, weights[i]);
      }
      average.update(memory, 4, decay);
    }
  }

  /** 1, then 2/11·1 + 9/11·2 = 20/11, then 1/4·20/11 + 3/4·4 = 38/11. */
  @Test
  void firstThreeUpdatesByHand() {
    WeightAverage average = new WeightAverage(2);
    float[][] weights = {{1, -1}, {2, -2}, {4, -4}};
    double[] expected = {1, 20 / 11.0, 38 / 11.0};
    for (int n = 0; n < 3; n++) {
      update(average, WeightAverage.decay(0.999, n), weights[n]);
      assertEquals(expected[n], average.values()[0], 1e-15);
      assertEquals(-expected[n], average.values()[1], 1e-15);
    }
    assertArrayEquals(new float[] {(float) (38 / 11.0), (float) (-38 / 11.0)}, average.toFloats());
  }

  /** A step from 0 to 1 decays as decayⁿ. */
  @Test
  void stepsAreForgottenGeometrically() {
    WeightAverage average = new WeightAverage(1);
    for (int n = 1; n <= 50; n++) {
      update(average, 0.9, 1);
      assertEquals(1 - StrictMath.pow(0.9, n), average.values()[0], 1e-14);
    }
  }
}
