package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Means and log-mean-exp of a small table by hand. */
class NoiseTableAccuracyTest {
  private static final double EXACT = 1e-15;

  /** Noise, level, image: 100·noise + 10·level + image. */
  private static NoiseTable digits() {
    NoiseTable table = new NoiseTable(3, 2, 4);
    for (int noise = 0; noise < 3; noise++) {
      for (int level = 0; level < 2; level++) {
        for (int image = 0; image < 4; image++) {
          table.set(noise, level, image, 100 * noise + 10 * level + image);
        }
      }
    }
    return table;
  }

  @Test
  void meansAndSums() {
    NoiseTable table = digits();
    assertEquals(112, table.mean(1, 2), EXACT);
    assertEquals(111.5, table.mean(1), EXACT);
    assertEquals(101.5 + 111.5, table.total(), EXACT);
    assertEquals(3 * (102 + 112), table.sum(2), EXACT);
  }

  /** One image of two levels, whose sums over levels are ln of the numbers given. */
  private static NoiseTable logs(double shift, double... weights) {
    NoiseTable table = new NoiseTable(weights.length, 2, 1);
    for (int k = 0; k < weights.length; k++) {
      table.set(k, 0, 0, StrictMath.log(weights[k]) + shift);
      table.set(k, 1, 0, -0.5);
    }
    return table;
  }

  private static NoiseTable densities(double... logs) {
    NoiseTable table = new NoiseTable(logs.length, 1, 1);
    for (int k = 0; k < logs.length; k++) {
      table.set(k, 0, 0, logs[k]);
    }
    return table;
  }

  /** ln of the mean of 1, 3 and 8 is ln 4. */
  @Test
  void logMeanExpIsTheLogarithmOfTheMean() {
    NoiseTable none = densities(0, 0, 0);
    double found = logs(0.5, 1, 3, 8).logMeanExp(0, 3, 0, none);
    assertEquals(StrictMath.log(4), found, EXACT);
    assertEquals(StrictMath.log(5.5), logs(0.5, 1, 3, 8).logMeanExp(1, 2, 0, none), EXACT);
    assertEquals(StrictMath.log(8), logs(0.5, 1, 3, 8).logMeanExp(2, 1, 0, none), EXACT);
  }

  /** Each weight is divided by its own density: ½(6/2 + 1/0.2) = 4. */
  @Test
  void densitiesDivideTheirOwnWeights() {
    NoiseTable densities = densities(StrictMath.log(2), StrictMath.log(0.2));
    assertEquals(StrictMath.log(4), logs(0.5, 6, 1).logMeanExp(0, 2, 0, densities), EXACT);
    assertEquals(StrictMath.log(3), logs(0.5, 6, 1).logMeanExp(0, 1, 0, densities), EXACT);
  }

  /** Likelihoods of images lie far below the smallest double. */
  @Test
  void sizesBeyondTheRangeOfDoublesAreFine() {
    for (double shift : new double[] {-100_000, 100_000}) {
      double found = logs(shift + 0.5, 1, 3).logMeanExp(0, 2, 0, densities(0, 0));
      assertEquals(shift + StrictMath.log(2), found, 1e-10);
    }
  }
}
