package rivulet.tensor.kernel.sum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum rounded to float32 is, bit for bit, the float64 sum rounded. */
class RoundedSumTest {
  private static final int MOST = 70;

  /** Some vectors, several blocks, values behind the last vector. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1023, 1024, 1025, 2500})
  void everyCountOfFloats(int length) {
    try (Arena arena = Arena.ofShared();
        SummationTree tree = new SummationTree(length)) {
      for (int leaves = 1; leaves <= MOST; leaves++) {
        requireRounded(tree, arena, length, leaves, leaf -> true);
      }
    }
  }

  @Test
  void leavesOfBothKinds() {
    try (Arena arena = Arena.ofShared();
        SummationTree tree = new SummationTree(37)) {
      Random random = new Random(7);
      for (int leaves = 1; leaves <= MOST; leaves++) {
        requireRounded(tree, arena, 37, leaves, leaf -> random.nextBoolean());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 6, 8})
  void missingLeavesAreRefused(int leaves) {
    try (Arena arena = Arena.ofShared();
        SummationTree tree = new SummationTree(3)) {
      MemorySegment to = arena.allocate(12, 64);
      for (int missing = 0; missing < leaves; missing++) {
        for (int leaf = 0; leaf < leaves; leaf++) {
          if (leaf != missing) {
            tree.submit(leaf, tree.lend());
          }
        }
        var refused =
            assertThrows(IllegalStateException.class, () -> tree.result(leaves, to)).getMessage();
        assertTrue(refused.contains("the sum of " + leaves + " leaves was asked"), refused);
        tree.reset();
      }
      tree.submit(1, tree.lend());
      assertThrows(IllegalStateException.class, () -> tree.result(1, to));
    }
  }

  @Test
  void tooFewFloatsAreRefused() {
    try (Arena arena = Arena.ofShared();
        SummationTree tree = new SummationTree(3)) {
      tree.submit(0, tree.lend());
      MemorySegment two = arena.allocate(8, 64);
      assertThrows(IllegalArgumentException.class, () -> tree.result(1, two));
    }
  }

  private interface Kind {
    boolean floats(int leaf);
  }

  private static void requireRounded(
      SummationTree tree, Arena arena, int length, int leaves, Kind kind) {
    Random random = new Random(leaves);
    float[][] values = new float[leaves][length];
    List<Integer> order = new ArrayList<>();
    for (int leaf = 0; leaf < leaves; leaf++) {
      order.add(leaf);
      for (int i = 0; i < length; i++) {
        values[leaf][i] = (float) Math.scalb(random.nextGaussian(), random.nextInt(40));
      }
    }
    Collections.shuffle(order, random);
    for (int leaf : order) {
      submit(tree, leaf, values[leaf], kind.floats(leaf));
    }
    MemorySegment found = arena.allocate(4L * length, 64);
    tree.result(leaves, found);
    for (int i = 0; i < length; i++) {
      float expected = (float) reference(values, 0, leaves, i);
      float sum = found.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(sum));
    }
  }

  private static void submit(SummationTree tree, int leaf, float[] values, boolean floats) {
    if (floats) {
      MemorySegment memory = tree.lend();
      MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
      tree.submit(leaf, memory);
      return;
    }
    PartialSum vector = tree.acquire();
    for (int i = 0; i < values.length; i++) {
      vector.set(i, values[i]);
    }
    tree.submit(leaf, vector);
  }

  private static double reference(float[][] values, int from, int leaves, int i) {
    if (leaves == 1) {
      return values[from][i];
    }
    int left = Integer.highestOneBit(leaves - 1);
    return reference(values, from, left, i) + reference(values, from + left, leaves - left, i);
  }
}
