package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.tensor.kernel.Activations;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.Reductions;

/** What the element-wise kernels and the names of the activations refuse, word by word. */
final class ActivationContractTest {
  @Test
  void namesGoBothWays() {
    for (Activation kind : Activation.values()) {
      assertEquals(kind, Activation.parse(kind.label()));
      assertEquals(kind, Activation.parse(kind.name()));
    }
    assertMessage(
        "activation: 'relu' is unknown; choose one of softplus, sigmoid, tanh, elu, swish",
        () -> Activation.parse("relu"));
  }

  @Test
  void runsOutsideTheirSegmentAreRefused() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment a = arena.allocate(64, 64);
      assertMessage(
          "kernel: a asks for 17 floats at byte 0 of a segment of 64 bytes;"
              + " give a count and an offset that lie inside it",
          () -> Reductions.sum(a, 0, 17));
      assertMessage(
          "kernel: dst asks for 16 floats at byte 4 of a segment of 64 bytes;"
              + " give a count and an offset that lie inside it",
          () -> Elementwise.copy(a, 0, a, 4, 16));
      assertMessage(
          "kernel: a asks for -1 floats at byte 0 of a segment of 64 bytes;"
              + " give a count and an offset that lie inside it",
          () -> Elementwise.scale(a, 0, 2f, a, 0, -1));
    }
  }

  @Test
  void overlapIsRefused() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment a = arena.allocate(128, 64);
      assertMessage(
          "kernel: result overlaps a source, shifted by 4 bytes;"
              + " use the same place or a separate one",
          () -> Elementwise.add(a, 0, a, 4, a, 4, 16));
      assertMessage(
          "activation: value and derivative share one place; give each its own",
          () -> Activations.valueAndDerivative(Activation.ELU, a, 64, a, 0, a, 0, 16));
    }
  }

  @Test
  void swishHasNoShortSecondDerivative() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment a = arena.allocate(64, 64);
      assertMessage(
          "activation: swish has no second derivative from (value, first derivative);"
              + " use secondDerivative, which takes x",
          () -> Activations.secondFromFirst(Activation.SWISH, a, 0, a, 0, a, 0, 4));
    }
  }

  /** The float64 references are derivatives of one another, by central differences. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void referencesAreDerivativesOfOneAnother(Activation kind) {
    double step = 1e-5;
    for (double x = -9.05; x < 9; x += 0.1) {
      double slope = (kind.value(x + step) - kind.value(x - step)) / (2 * step);
      double bend = (kind.first(x + step) - kind.first(x - step)) / (2 * step);
      assertEquals(slope, kind.first(x), 1e-9, kind + " at " + x);
      assertEquals(bend, kind.second(x), 1e-9, kind + " at " + x);
    }
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
