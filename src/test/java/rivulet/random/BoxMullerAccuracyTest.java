package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sine and cosine are those of {@code tensor.Circular}, which has its own test. */
final class BoxMullerAccuracyTest {
  @Test
  void pairLiesAtItsAngleAndLength() {
    SplittableRandom bits = new SplittableRandom(5);
    double[] out = new double[2];
    for (int i = 0; i < 100_000; i++) {
      long radius = bits.nextLong();
      long angle = bits.nextLong();
      BoxMuller.pair(radius, angle, out, 0);
      double length = BoxMuller.length(radius);
      double phi = (angle >>> 62) * (Math.PI / 2) + BoxMuller.angle(angle);
      assertEquals(length * StrictMath.cos(phi), out[0], 4e-15);
      assertEquals(length * StrictMath.sin(phi), out[1], 4e-15);
    }
  }

  @Test
  void extremesAreFinite() {
    assertEquals(Math.sqrt(2 * 53 * Math.log(2)), BoxMuller.length(0), 1e-14);
    assertTrue(BoxMuller.length(-1) == 0);
    assertEquals(-Math.PI / 4, BoxMuller.angle(0));
    assertTrue(BoxMuller.angle(-1) < Math.PI / 4);
    assertEquals(Math.PI / 4, BoxMuller.angle(-1), 1e-15);
  }
}
