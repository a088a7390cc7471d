package rivulet.tensor.kernel.sum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class SummationTreeContractTest {
  private final SummationTree tree = new SummationTree(3);

  @AfterEach
  void close() {
    tree.close();
  }

  private static void assertFails(
      Class<? extends RuntimeException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  private static String incomplete(int leaves) {
    return "summation tree: the sum of "
        + leaves
        + " leaves was asked, but not exactly these were submitted; submit each once, or reset the"
        + " tree";
  }

  private void submit(int... leaves) {
    for (int leaf : leaves) {
      tree.submit(leaf, tree.acquire());
    }
  }

  @Test
  void missingAndSurplusLeaves() {
    submit(0, 1, 3);
    for (int leaves : new int[] {1, 2, 3, 4}) {
      assertFails(IllegalStateException.class, incomplete(leaves), () -> tree.result(leaves));
    }
    submit(2);
    assertFails(IllegalStateException.class, incomplete(3), () -> tree.result(3));
    assertFails(IllegalStateException.class, incomplete(8), () -> tree.result(8));
    tree.release(tree.result(4));
    assertFails(IllegalStateException.class, incomplete(4), () -> tree.result(4));
  }

  @Test
  void leavesInTheWrongPlace() {
    submit(1);
    assertFails(IllegalStateException.class, incomplete(1), () -> tree.result(1));
    tree.reset();
    submit(2, 3);
    assertFails(IllegalStateException.class, incomplete(2), () -> tree.result(2));
  }

  @Test
  void leavesSubmittedTwice() {
    submit(4);
    assertFails(
        IllegalArgumentException.class,
        "summation tree: leaves 4..4 were submitted twice; reset the tree",
        () -> submit(4));
    submit(5, 4);
    assertFails(
        IllegalArgumentException.class,
        "summation tree: leaves 4..5 were submitted twice; reset the tree",
        () -> submit(5));
  }

  @Test
  void numbersOutOfRange() {
    assertFails(
        IllegalArgumentException.class,
        "summation tree: a leaf must lie in 0..1073741823, found -1",
        () -> submit(-1));
    assertFails(
        IllegalArgumentException.class,
        "summation tree: leaves must lie in 1..1073741824, found 0",
        () -> tree.result(0));
    assertFails(
        IllegalArgumentException.class,
        "summation tree: vectors need at least 1 value, found 0",
        () -> new SummationTree(0));
    assertEquals(1, tree.vectors(), "the vector of a refused leaf goes back to the tree");
    submit(SummationTree.MAX_LEAVES - 1);
    assertEquals(1, tree.vectors());
  }

  @Test
  void vectorsThatAreNotHeld() {
    PartialSum vector = tree.acquire();
    tree.submit(0, vector);
    String submit = "summation tree: submit of a vector that the caller does not hold";
    String release = "summation tree: release of a vector that the caller does not hold";
    assertFails(IllegalStateException.class, submit, () -> tree.submit(1, vector));
    assertFails(IllegalStateException.class, release, () -> tree.release(vector));
    tree.release(tree.result(1));
    assertFails(IllegalStateException.class, release, () -> tree.release(vector));
    try (SummationTree other = new SummationTree(3)) {
      assertFails(IllegalStateException.class, submit, () -> tree.submit(0, other.acquire()));
    }
  }

  @Test
  void resetTakesEverythingBack() {
    PartialSum held = tree.acquire();
    held.set(0, 5);
    submit(0, 1, 2, 9);
    int vectors = tree.vectors();
    tree.reset();
    for (int i = 0; i < vectors; i++) {
      PartialSum vector = tree.acquire();
      assertEquals(0, vector.get(0));
    }
    assertEquals(vectors, tree.vectors());
  }

  /** In any order of arrival, with and without a sibling that waits. */
  @Test
  void leavesOfFloatsEqualVectorsFilledWithThem() {
    int[][] orders = {{0, 1, 2, 3, 4}, {1, 0, 4, 3, 2}, {3, 2, 1, 4, 0}};
    try (Arena arena = Arena.ofConfined()) {
      for (int[] order : orders) {
        double[] expected = new double[3];
        for (boolean floats : new boolean[] {false, true}) {
          for (int leaf : order) {
            MemorySegment values = arena.allocate(12);
            PartialSum vector = floats ? null : tree.acquire();
            for (int i = 0; i < 3; i++) {
              float value = (leaf - 1.7f) * (float) Math.scalb(1.1, 9 * leaf * i);
              values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
              if (!floats) {
                vector.set(i, value);
              }
            }
            if (floats) {
              tree.submit(leaf, values);
            } else {
              tree.submit(leaf, vector);
            }
          }
          PartialSum sum = tree.result(5);
          for (int i = 0; i < 3; i++) {
            if (floats) {
              assertEquals(expected[i], sum.get(i));
            }
            expected[i] = sum.get(i);
          }
          tree.release(sum);
        }
      }
    }
  }

  @Test
  void floatsThatDoNotFit() {
    try (Arena arena = Arena.ofConfined()) {
      assertFails(
          IllegalArgumentException.class,
          "partial sum: asked for 3 floats, found 2; give one for each value",
          () -> tree.submit(0, arena.allocate(8)));
      assertFails(
          IllegalArgumentException.class,
          "summation tree: a leaf must lie in 0..1073741823, found -1",
          () -> tree.submit(-1, arena.allocate(12)));
    }
    assertEquals(0, tree.vectors(), "nothing was taken");
  }

  @Test
  void lentMemoryComesBackOnce() {
    MemorySegment first = tree.lend();
    MemorySegment second = tree.lend();
    assertEquals(12, first.byteSize());
    for (int i = 0; i < 3; i++) {
      first.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.1f + i);
      second.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0x1p40f);
    }
    tree.submit(1, second);
    tree.submit(0, first);
    assertFails(
        IllegalStateException.class,
        "summation tree: submit of memory that the caller does not hold",
        () -> tree.submit(2, first));
    PartialSum sum = tree.result(2);
    for (int i = 0; i < 3; i++) {
      assertEquals((0.1f + i) + 0x1p40, sum.get(i));
    }
    tree.release(sum);
  }

  @Test
  void leavesOfFloatsAreNotEnteredTwice() {
    tree.submit(5, tree.lend());
    assertFails(
        IllegalArgumentException.class,
        "summation tree: leaves 5..5 were submitted twice; reset the tree",
        () -> tree.submit(5, tree.lend()));
    tree.reset();
    tree.submit(0, tree.lend());
    tree.submit(0, tree.acquire());
    assertFails(
        IllegalArgumentException.class,
        "summation tree: leaves 0..0 were submitted twice; reset the tree",
        () -> tree.result(1));
    tree.reset();
    for (int leaf = 0; leaf < 5; leaf++) {
      tree.submit(leaf, tree.lend());
    }
    assertThrows(IllegalStateException.class, () -> tree.result(6));
    tree.reset();
    tree.submit(0, tree.lend());
    tree.release(tree.result(1));
  }

  @Test
  void aClosedTreeGivesNothing() {
    SummationTree closed = new SummationTree(1);
    PartialSum vector = closed.acquire();
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> vector.get(0));
    assertThrows(IllegalStateException.class, closed::acquire);
  }
}
