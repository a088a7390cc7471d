package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Sums over the channels of planar images, pixel by pixel, by hand. */
final class PixelSharesContractTest {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  /** Three channels of four pixels: pixel p of channel c is c + p/10. */
  private static final double[] COLOUR = {0, 0.1, 0.2, 0.3, 1, 1.1, 1.2, 1.3, 2, 2.1, 2.2, 2.3};

  @Test
  void baseOfAPixelIsThatOfItsChannels() {
    PixelShares shares = PixelShares.of(4);
    shares.addBase(COLOUR, 3);
    double[] squares = {5, 0.01 + 1.21 + 4.41, 0.04 + 1.44 + 4.84, 0.09 + 1.69 + 5.29};
    for (int p = 0; p < 4; p++) {
      assertEquals(-0.5 * squares[p] - 1.5 * LN_2PI, shares.base()[p], 1e-14, "pixel " + p);
    }
    assertArrayEquals(new double[4], shares.logDet());
    assertArrayEquals(new double[4], shares.preTransform());
  }

  @Test
  void logDetOfAPixelIsThatOfItsChannels() {
    PixelShares shares = PixelShares.of(4);
    shares.addLogDet(COLOUR, 3);
    shares.addLogDet(COLOUR, 3);
    assertArrayEquals(new double[] {6, 6.6, 7.2, 7.8}, shares.logDet(), 1e-14);
    assertArrayEquals(new double[4], shares.base());
  }

  @Test
  void sumsScalesAndTotals() {
    PixelShares one =
        new PixelShares(new double[] {1, 2}, new double[] {3, 5}, new double[] {7, 9});
    PixelShares two =
        new PixelShares(new double[] {10, 20}, new double[] {30, 50}, new double[] {70, 90});
    one.add(two);
    one.scale(2);
    assertArrayEquals(new double[] {22, 44}, one.preTransform());
    assertArrayEquals(new double[] {66, 110}, one.logDet());
    assertArrayEquals(new double[] {154, 198}, one.base());
    assertEquals(594, one.total());
    assertArrayEquals(new double[] {10, 20}, two.preTransform());
    assertThrows(
        IllegalArgumentException.class,
        () -> new PixelShares(new double[2], new double[3], new double[2]));
  }
}
