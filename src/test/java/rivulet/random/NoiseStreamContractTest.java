package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class NoiseStreamContractTest {
  private final NoiseStream stream = new NoiseStream();

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void partsOutOfRange() {
    assertRefused(
        "noise stream: epoch must lie in 0..2147483647, found -1",
        () -> stream.reset(0, Purpose.DATA, -1, 0, 0, 0, 0));
    assertRefused(
        "noise stream: image must lie in 0..9223372036854775807, found -2",
        () -> stream.reset(0, Purpose.DATA, 0, -2, 0, 0, 0));
    assertRefused(
        "noise stream: level must lie in 0..65535, found 65536",
        () -> stream.reset(0, Purpose.DATA, 0, 0, 65_536, 0, 0));
    assertRefused(
        "noise stream: block must lie in 0..65535, found 65536",
        () -> stream.reset(0, Purpose.DATA, 0, 0, 0, 65_536, 0));
    assertRefused(
        "noise stream: block must lie in 0..65535, found -1",
        () -> stream.reset(0, Purpose.DATA, 0, 0, 0, -1, 0));
    assertRefused(
        "noise stream: probe must lie in 0..2147483647, found -3",
        () -> stream.reset(0, Purpose.DATA, 0, 0, 0, 0, -3));
  }

  @Test
  void partsAtTheirLimits() {
    assertDoesNotThrow(() ->
        stream.reset(
            Long.MIN_VALUE,
            Purpose.DATA,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            NoiseStream.MAX_LEVEL,
            NoiseStream.MAX_LEVEL,
            Integer.MAX_VALUE));
  }

  @Test
  void arraysThatAreTooShort() {
    stream.reset(0, Purpose.DATA, 0, 0, 0, 0, 0);
    assertRefused(
        "noise stream: 3 values at offset 2 do not fit 4",
        () -> stream.uniform(new double[4], 2, 3));
    assertRefused(
        "noise stream: 1 values at offset -1 do not fit 4",
        () -> stream.gaussian(new double[4], -1, 1));
    assertRefused(
        "noise stream: 2147483647 values at offset 2147483647 do not fit 4",
        () -> stream.rademacher(new double[4], Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertRefused(
        "noise stream: -1 values at offset 0 do not fit 4",
        () -> stream.gaussian(new double[4], 0, -1));
  }

  @Test
  void boundBelowOne() {
    stream.reset(0, Purpose.DATA, 0, 0, 0, 0, 0);
    assertRefused(
        "noise stream: an index needs a bound of at least 1, found 0", () -> stream.nextIndex(0));
  }

  @Test
  void useBeforeReset() {
    String message = "noise stream: no key chosen; call reset first";
    Executable[] calls = {
      stream::nextUniform,
      stream::nextGaussian,
      () -> stream.nextIndex(3),
      () -> stream.uniform(new double[1], 0, 1),
      () -> stream.gaussian(new double[1], 0, 1),
      () -> stream.rademacher(new double[1], 0, 1),
      () -> stream.permutation(new int[1])
    };
    for (Executable call : calls) {
      assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
    }
  }
}
