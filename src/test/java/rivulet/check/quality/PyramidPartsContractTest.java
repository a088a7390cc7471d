package rivulet.check.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Coarse images are means of blocks, and details what has to be added to them. */
final class PyramidPartsContractTest {
  private static final double[] IMAGE = {
    1, 2, 5, 5, //
    3, 6, 5, 5, //
    0, 0, 8, 0, //
    0, 4, 0, 0
  };

  @Test
  void coarseImagesAreMeansAtEveryLevel() {
    List<PyramidParts.Part> parts =
        PyramidParts.of(1, 4, 4, 3).split(new double[][] {IMAGE, new double[16]});
    assertEquals(2, parts.size());
    assertEquals(2, parts.get(0).level());
    assertArrayEquals(new double[] {3, 5, 1, 2}, parts.get(0).coarse()[0], 1e-15);
    assertEquals(1, parts.get(1).level());
    assertArrayEquals(new double[] {2.75}, parts.get(1).coarse()[0], 1e-15);
    assertArrayEquals(new double[12], parts.get(0).details()[1], 0);
  }

  @Test
  void channelsStayApart() {
    double[] both = Arrays.copyOf(IMAGE, 32);
    Arrays.fill(both, 16, 32, 9);
    PyramidParts.Part finest = PyramidParts.of(2, 4, 4, 2).split(new double[][] {both}).get(0);
    assertArrayEquals(new double[] {3, 5, 1, 2, 9, 9, 9, 9}, finest.coarse()[0], 1e-14);
    assertEquals(24, finest.details()[0].length);
  }

  /** The mean with its details, each with a sign, gives the four pixels. */
  @Test
  void detailsCompleteTheBlock() {
    PyramidParts.Part finest = PyramidParts.of(1, 4, 4, 2).split(new double[][] {IMAGE}).get(0);
    double[] block = {1, 2, 3, 6};
    double squares = 0;
    for (int detail = 0; detail < 3; detail++) {
      double value = finest.details()[0][4 * detail];
      squares += value * value;
    }
    double expected = 0;
    for (double pixel : block) {
      expected += (pixel - 3) * (pixel - 3) / 4;
    }
    // (1 + 3 − 2 − 6)/4, (1 + 2 − 3 − 6)/4 and (1 + 6 − 2 − 3)/4 up to order and sign
    assertEquals(expected, squares, 1e-14);
    assertEquals(1 + 2.25 + 0.25, squares, 1e-14);
  }

  @Test
  void oneLevelHasNoParts() {
    assertEquals(List.of(), PyramidParts.of(3, 5, 7, 1).split(new double[][] {new double[105]}));
  }
}
