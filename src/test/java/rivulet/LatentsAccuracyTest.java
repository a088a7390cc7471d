package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The way between latents is a great circle. */
final class LatentsAccuracyTest {
  private static final double HALF = Math.sqrt(0.5);

  private static Latents of(double... level) {
    return new Latents(new double[][] {level});
  }

  private static double[] between(Latents from, Latents to, double share) {
    return from.towards(to, share).levels()[0];
  }

  @Test
  void aQuarterTurnKeepsTheLength() {
    assertArrayEquals(new double[] {HALF, HALF}, between(of(1, 0), of(0, 1), 0.5), 1e-15);
    double[] third = between(of(2, 0), of(0, 2), 1.0 / 3);
    assertEquals(2, Math.hypot(third[0], third[1]), 1e-15);
    assertEquals(Math.tan(Math.PI / 6), third[1] / third[0], 1e-15);
  }

  @Test
  void endsAreEndsAndTheSamePointStays() {
    assertArrayEquals(new double[] {3, 1}, between(of(3, 1), of(-1, 2), 0), 1e-14);
    assertArrayEquals(new double[] {-1, 2}, between(of(3, 1), of(-1, 2), 1), 1e-14);
    assertArrayEquals(new double[] {3, 1}, between(of(3, 1), of(3, 1), 0.4), 1e-14);
    assertArrayEquals(new double[] {0, 1}, between(of(0, 0), of(0, 2), 0.5), 1e-14);
  }

  @Test
  void othersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> of(1).towards(of(1, 2), 0.5));
    assertThrows(
        IllegalArgumentException.class, () -> of(1).towards(new Latents(new double[2][1]), 0.5));
  }
}
