package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.measure.CoarseMeans.Range;

/** Means of blocks and their clipping, by hand. */
final class CoarseMeansAccuracyTest {
  /** Two channels of 1×2 blocks of side 2: rows of four values. */
  private static final CoarseMeans MEANS =
      new CoarseMeans(1, 2, 2, List.of(Range.PIXELS, Range.PIXELS));

  private static double[] fine() {
    return new double[] {
      0.1, 0.3, 0.5, 0.5, //
      0.2, 0.2, 0.7, 0.7, //
      0.9, 0.8, 0.0, 0.4, //
      0.7, 0.6, 0.4, 0.4
    };
  }

  @Test
  void largestErrorIsThatOfTheWorstBlock() {
    double[] exact = {0.2, 0.6, 0.75, 0.3};
    assertEquals(0, MEANS.largestError(exact, fine()), 1e-15);
    assertEquals(0.25, MEANS.largestError(new double[] {0.2, 0.6, 0.75, 0.55}, fine()), 1e-15);
    assertEquals(0.1, MEANS.largestError(new double[] {0.3, 0.61, 0.7, 0.3}, fine()), 1e-15);
  }

  /**
   * A block of −0.2, 0.1, 0.1, 0.4 of mean 0.1: with shift s the clipped mean is (0.6 + 3s)/4 as
   * long as the first stays at 0, which is 0.1 for s = −1/15.
   */
  @Test
  void clippedBlocksKeepTheirMean() {
    CoarseMeans one = new CoarseMeans(1, 1, 2, List.of(Range.PIXELS));
    double[] block = {-0.2, 0.1, 0.1, 0.4};
    assertEquals(1, one.clip(new double[] {0.1}, block));
    double s = -1 / 15.0;
    assertArrayEquals(new double[] {0, 0.1 + s, 0.1 + s, 0.4 + s}, block, 1e-12);
    double[] light = {1.2, 0.9, 0.9, 0.6};
    assertEquals(1, one.clip(new double[] {0.9}, light));
    assertArrayEquals(new double[] {1, 0.9 - s, 0.9 - s, 0.6 - s}, light, 1e-12);
    assertTrue(light[0] < 1, "becomes a byte");
  }

  @Test
  void blocksWithinTheRangeStayAsTheyAre() {
    double[] fine = fine();
    fine[6] = 1.1; // in the second block of the first channel
    fine[7] = 0.3;
    assertEquals(1, MEANS.clip(new double[] {0.2, 0.6, 0.75, 0.3}, fine));
    double[] before = fine();
    for (int i = 0; i < 16; i++) {
      boolean second = i == 2 || i == 3 || i == 6 || i == 7;
      assertTrue(second ? fine[i] >= 0 && fine[i] < 1 : fine[i] == before[i], "value " + i);
    }
    assertEquals(0.6, (fine[2] + fine[3] + fine[6] + fine[7]) / 4, 1e-12);
  }

  @Test
  void allOutsideAreCounted() {
    double[] fine = {-1, 2, 1, -1e-9};
    assertEquals(4, new CoarseMeans(1, 1, 2, List.of(Range.PIXELS)).clip(new double[] {0.5}, fine));
    assertEquals(0.5, (fine[0] + fine[1] + fine[2] + fine[3]) / 4, 1e-12);
  }
}
