package rivulet.data.resize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.data.SampleFiles;

/** Means over areas against whole-number and direct sums, and against what Pillow makes. */
final class ResizingAccuracyTest {
  private static byte[] resized(Filter filter, byte[] picture, int width, Cut cut) {
    byte[] small = new byte[cut.rows() * cut.columns()];
    new Resizing(filter, cut).plane(picture, 0, width, small, 0);
    return small;
  }

  /** Whole-number arithmetic over all pixels: floor(sum / area + 1/2). */
  private static int areaMean(byte[] picture, int width, Cut cut, int i, int j) {
    long sum = 0;
    for (int y = 0; y < cut.height(); y++) {
      for (int x = 0; x < cut.width(); x++) {
        long rows = overlap(y, i, cut.height(), cut.rows());
        long columns = overlap(x, j, cut.width(), cut.columns());
        int at = (cut.top() + y) * width + cut.left() + x;
        sum += rows * columns * Byte.toUnsignedInt(picture[at]);
      }
    }
    long area = (long) cut.height() * cut.width();
    return (int) Math.floorDiv(2 * sum + area, 2 * area);
  }

  /** Of [old, old + 1) and [fresh·from/to, (fresh + 1)·from/to), times {@code to}. */
  private static long overlap(int old, int fresh, int from, int to) {
    long end = Math.min((old + 1L) * to, (fresh + 1L) * from);
    return Math.max(0, end - Math.max((long) old * to, (long) fresh * from));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 12, 20, 3, 5",
    "1, 2, 12, 17, 5, 7",
    "0, 3, 13, 11, 13, 4",
    "2, 0, 7, 19, 1, 1",
    "0, 0, 14, 20, 14, 20",
    "1, 1, 13, 18, 12, 17"
  })
  void boxIsTheExactMeanOfAnArea(int top, int left, int height, int width, int rows, int columns) {
    byte[] picture = SampleFiles.pattern(14 * 20);
    Cut cut = new Cut(top, left, height, width, rows, columns);
    byte[] small = resized(Filter.BOX, picture, 20, cut);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int found = Byte.toUnsignedInt(small[i * columns + j]);
        assertEquals(areaMean(picture, 20, cut, i, j), found, i + ", " + j);
      }
    }
  }

  /** 0 and 1 half and half: 1/2 goes up, also where a share of 1/6 is no binary number. */
  @Test
  void halvesAreRoundedUp() {
    byte[] picture = new byte[36];
    for (int i = 0; i < 18; i++) {
      picture[(i * 7) % 36] = 1;
    }
    assertArrayEquals(new byte[] {1}, resized(Filter.BOX, picture, 6, new Cut(0, 0, 6, 6, 1, 1)));
    picture[0] = 0;
    assertArrayEquals(new byte[] {0}, resized(Filter.BOX, picture, 6, new Cut(0, 0, 6, 6, 1, 1)));
  }

  private static double weight(Filter filter, double t) {
    if (filter == Filter.TRIANGLE) {
      return Math.max(0, 1 - Math.abs(t));
    }
    if (t == 0) {
      return 1;
    }
    double x = Math.PI * t;
    return Math.abs(t) >= 3 ? 0 : StrictMath.sin(x) * StrictMath.sin(x / 3) / (x * x / 3);
  }

  /** Both axes at once, over all pixels, by the formula of the distance. */
  private static double direct(Filter filter, byte[] picture, int width, Cut cut, int i, int j) {
    double down = (double) cut.height() / cut.rows();
    double along = (double) cut.width() / cut.columns();
    double sum = 0;
    double total = 0;
    for (int y = 0; y < cut.height(); y++) {
      for (int x = 0; x < cut.width(); x++) {
        double weight =
            weight(filter, (y + 0.5) / down - (i + 0.5))
                * weight(filter, (x + 0.5) / along - (j + 0.5));
        int at = (cut.top() + y) * width + cut.left() + x;
        sum += weight * Byte.toUnsignedInt(picture[at]);
        total += weight;
      }
    }
    return Math.clamp(sum / total, 0, 255);
  }

  @ParameterizedTest
  @EnumSource(
      value = Filter.class,
      names = {"TRIANGLE", "LANCZOS3"})
  void smoothFiltersAreTheirFormula(Filter filter) {
    byte[] picture = SampleFiles.pattern(23 * 31);
    Cut cut = new Cut(2, 3, 19, 27, 5, 4);
    byte[] small = resized(filter, picture, 31, cut);
    for (int i = 0; i < cut.rows(); i++) {
      for (int j = 0; j < cut.columns(); j++) {
        double exact = direct(filter, picture, 31, cut, i, j);
        int found = Byte.toUnsignedInt(small[i * cut.columns() + j]);
        assertTrue(Math.abs(exact - found) <= 0.5 + 1e-9, exact + " became " + found);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void nothingChangesWhereNothingIsMadeSmaller(Filter filter) {
    byte[] picture = SampleFiles.pattern(9 * 11);
    assertArrayEquals(picture, resized(filter, picture, 11, new Cut(0, 0, 9, 11, 9, 11)));
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void oneValueStays(Filter filter) {
    byte[] picture = new byte[17 * 13];
    Arrays.fill(picture, (byte) 201);
    byte[] small = resized(filter, picture, 13, new Cut(0, 0, 17, 13, 5, 6));
    for (byte value : small) {
      assertEquals(201, Byte.toUnsignedInt(value));
    }
  }

  /**
   * {@code Image.resize} of Pillow 9.4 on |(5x + 3y mod 64) − 32|·6 + 20. It rounds twice, once for
   * each axis, hence one grey level; its box is the area's mean where sides divide.
   */
  @ParameterizedTest
  @CsvSource({
    "BOX, 15, 24, 5, 8,"
        + " a44a3b92b5622d7a6e2c6ebb863356ad3b4aa4a950368cb92f80bb742d68b98c5cb2983f449ead56",
    "TRIANGLE, 17, 23, 6, 7,"
        + " 934453a88f3e5365397eae633c803d53a6903f5cab3781ad623d8bb05ca88f3e5fac8e8aae643b8bab61",
    "LANCZOS3, 17, 23, 6, 7,"
        + " a23b44b49e314f6a2881c1612c873547b89b2c55ba2984c15b2994ba53b7962c58bd8b8cbc582d97b553"
  })
  void pillowMakesTheSame(
      Filter filter, int height, int width, int rows, int columns, String expected) {
    byte[] picture = new byte[height * width];
    for (int p = 0; p < picture.length; p++) {
      int wave = Math.abs((5 * (p % width) + 3 * (p / width)) % 64 - 32);
      picture[p] = (byte) (wave * 6 + 20);
    }
    byte[] pillow = HexFormat.of().parseHex(expected);
    byte[] small = resized(filter, picture, width, new Cut(0, 0, height, width, rows, columns));
    assertEquals(pillow.length, small.length);
    for (int i = 0; i < small.length; i++) {
      int ours = Byte.toUnsignedInt(small[i]);
      int theirs = Byte.toUnsignedInt(pillow[i]);
      assertTrue(Math.abs(ours - theirs) <= 1, i + ": " + ours + ", Pillow " + theirs);
    }
  }

  @Test
  void whatIsCutOut() {
    Framing square = new Framing.CentreSquare(8, Filter.BOX);
    assertEquals(new Cut(0, 5, 20, 20, 8, 8), square.cut(20, 31));
    assertEquals(new Cut(2, 0, 9, 9, 8, 8), square.cut(13, 9));
    assertEquals(0, square.cut(20, 7).rows());
    Framing tiles = new Framing.Tiles(8, 3, Filter.BOX);
    assertEquals(new Cut(0, 0, 24, 72, 8, 24), tiles.cut(47, 80));
    assertEquals(0, tiles.cut(23, 80).rows());
    assertThrows(IllegalArgumentException.class, () -> new Framing.Tiles(8, 0, Filter.BOX));
    assertThrows(IllegalArgumentException.class, () -> new Framing.CentreSquare(0, Filter.BOX));
  }
}
