package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Rounding undoes dequantisation for every byte, over all of its interval and not beyond. */
final class EightBitAccuracyTest {

  @Test
  void everyByteComesBackFromAllOfItsInterval() {
    for (int value = 0; value < 256; value++) {
      byte pixel = (byte) value;
      for (double u : new double[] {0, 0.25, 0.5, 1 - 0x1p-40}) {
        double x = EightBit.dequantised(pixel, u);
        assertEquals((value + u) * 0x1p-8, x);
        EightBit rounded = new EightBit(1);
        rounded.put(new double[] {x}, 1, 0);
        assertEquals(pixel, rounded.pixels()[0], "value " + value + ", noise " + u);
        assertEquals(0, rounded.clipped());
      }
      assertEquals(EightBit.dequantised(pixel, 0.5), EightBit.centre(pixel));
    }
  }

  /** A power of two: the slope is exact, as the difference of two values is. */
  @Test
  void theSlopeByTheNoiseIsThatOfTheMap() {
    byte pixel = (byte) 200;
    double rise = EightBit.dequantised(pixel, 0.75) - EightBit.dequantised(pixel, 0.25);
    assertEquals(EightBit.byNoise(0.5), rise);
  }
}
