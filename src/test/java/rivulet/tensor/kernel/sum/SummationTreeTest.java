package rivulet.tensor.kernel.sum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.parallel.WorkerPool;

/** Equal bits for any order of arrival and any number of threads; bounded memory. */
@Timeout(60)
final class SummationTreeTest {
  private static final int LENGTH = 21;
  private static final int MOST = 300;
  private static final long SEED = 80;
  private static final double[][] LEAVES = leaves();
  private static final MemorySegment FLOATS = allFloats();

  /** Values of very different size: almost any other order of additions gives other bits. */
  private static double[][] leaves() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] leaves = new double[MOST][LENGTH];
    for (double[] leaf : leaves) {
      for (int i = 0; i < LENGTH; i++) {
        leaf[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(60));
      }
    }
    return leaves;
  }

  private static MemorySegment allFloats() {
    MemorySegment all = Arena.ofAuto().allocate(4L * LENGTH * MOST, 64);
    for (int i = 0; i < LENGTH * MOST; i++) {
      all.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) LEAVES[i / LENGTH][i % LENGTH]);
    }
    return all;
  }

  private static PartialSum leaf(SummationTree tree, int number) {
    PartialSum vector = tree.acquire();
    for (int i = 0; i < LENGTH; i++) {
      assertEquals(0, vector.get(i));
      vector.set(i, LEAVES[number][i]);
    }
    return vector;
  }

  /** The same leaf as float32 values. */
  private static MemorySegment floats(int number) {
    return FLOATS.asSlice(4L * LENGTH * number, 4L * LENGTH);
  }

  /** By either route. */
  private static void submit(SummationTree tree, int number, boolean floats) {
    if (floats) {
      tree.submit(number, floats(number));
    } else {
      tree.submit(number, leaf(tree, number));
    }
  }

  /** The definition: the left part is the largest power of two that leaves something. */
  private static double reference(int from, int leaves, int i) {
    if (leaves == 1) {
      return LEAVES[from][i];
    }
    int left = Integer.highestOneBit(leaves - 1);
    return reference(from, left, i) + reference(from + left, leaves - left, i);
  }

  private static void assertSum(SummationTree tree, int leaves) {
    PartialSum sum = tree.result(leaves);
    for (int i = 0; i < LENGTH; i++) {
      double expected = reference(0, leaves, i);
      assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(sum.get(i)));
    }
    tree.release(sum);
  }

  @Test
  void everyCountInOrder() {
    try (SummationTree tree = new SummationTree(LENGTH)) {
      for (int leaves = 1; leaves <= MOST; leaves++) {
        for (int leaf = 0; leaf < leaves; leaf++) {
          tree.submit(leaf, leaf(tree, leaf));
        }
        assertSum(tree, leaves);
      }
      // 1 + floor(log2 299): leaf 255 arrives at eight waiting nodes.
      assertEquals(9, tree.vectors());
    }
  }

  @Test
  void theDataTellOrdersApart() {
    int others = 0;
    for (int leaves = 4; leaves <= MOST; leaves++) {
      double sequence = 0;
      for (int leaf = 0; leaf < leaves; leaf++) {
        sequence += LEAVES[leaf][0];
      }
      others += sequence == reference(0, leaves, 0) ? 0 : 1;
    }
    assertTrue(others > 250, others + " of 297 counts differ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13, 31, 32, 33, 100, 255, 257})
  void anyOrderOfCompletion(int leaves) {
    List<Integer> order = new ArrayList<>();
    for (int leaf = 0; leaf < leaves; leaf++) {
      order.add(leaf);
    }
    try (SummationTree tree = new SummationTree(LENGTH)) {
      Random random = new Random(leaves);
      for (int trial = 0; trial < 100; trial++) {
        Collections.shuffle(order, random);
        for (int leaf : order) {
          submit(tree, leaf, random.nextBoolean());
        }
        assertSum(tree, leaves);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void anyNumberOfThreads(int workers) {
    try (WorkerPool pool = new WorkerPool(workers);
        SummationTree tree = new SummationTree(LENGTH)) {
      for (int trial = 0; trial < 300; trial++) {
        int leaves = 1 + trial;
        boolean floats = trial % 2 == 0;
        pool.run(leaves, (worker, task) -> submit(tree, task, floats));
        assertSum(tree, leaves);
      }
      int bound = workers + (workers + 1) * 9;
      assertTrue(tree.vectors() <= bound, () -> tree.vectors() + " vectors, bound " + bound);
    }
  }

  /**
   * Fours that are complete go from thread to thread; one that is given back early is another's.
   */
  @Test
  void lentMemoryFromManyThreads() {
    try (WorkerPool pool = new WorkerPool(6);
        SummationTree tree = new SummationTree(LENGTH)) {
      for (int trial = 0; trial < 5000; trial++) {
        int leaves = 1 + trial % MOST;
        pool.run(
            leaves,
            (worker, number) -> {
              MemorySegment memory = tree.lend();
              memory.copyFrom(floats(number));
              tree.submit(number, memory);
            });
        assertSum(tree, leaves);
      }
    }
  }

  @Test
  void leavesOfBothKindsFromSeveralThreads() {
    try (WorkerPool pool = new WorkerPool(3);
        SummationTree tree = new SummationTree(LENGTH)) {
      for (int leaves = 1; leaves <= 100; leaves++) {
        int every = 1 + leaves % 4;
        pool.run(leaves, (worker, task) -> submit(tree, task, task % every == 0));
        assertSum(tree, leaves);
      }
    }
  }

  /** Ascending deal, any worker may finish next, but none lags by 2w leaves. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void memoryGrowsWithTheLogarithm(int workers) {
    int leaves = 256;
    int span = 2 * workers;
    try (SummationTree tree = new SummationTree(LENGTH)) {
      Random random = new Random(workers);
      for (int trial = 0; trial < 50; trial++) {
        simulate(tree, leaves, workers, span, random);
        assertSum(tree, leaves);
      }
      int bound = span + 8;
      assertTrue(tree.vectors() <= bound, () -> tree.vectors() + " vectors, bound " + bound);
    }
  }

  private static void simulate(
      SummationTree tree, int leaves, int workers, int span, Random random) {
    List<Integer> numbers = new ArrayList<>();
    List<PartialSum> vectors = new ArrayList<>();
    for (int next = 0; next < leaves || !numbers.isEmpty(); ) {
      boolean lagging = !numbers.isEmpty() && next - numbers.get(0) >= span;
      if (!lagging && numbers.size() < workers && next < leaves) {
        numbers.add(next);
        vectors.add(leaf(tree, next++));
      } else {
        int done = lagging ? 0 : random.nextInt(numbers.size());
        tree.submit(numbers.remove(done), vectors.remove(done));
      }
    }
  }

  /** The worst that an ascending deal allows: all workers but one lag behind. */
  @Test
  void memoryIsBoundedWhenWorkersLag() {
    int workers = 4;
    int[] late = {0, 85, 171};
    try (SummationTree tree = new SummationTree(LENGTH)) {
      PartialSum[] held = new PartialSum[256];
      for (int leaf = 0; leaf < 256; leaf++) {
        held[leaf] = leaf(tree, leaf);
        if (leaf != late[0] && leaf != late[1] && leaf != late[2]) {
          tree.submit(leaf, held[leaf]);
        }
      }
      int bound = workers + (workers + 1) * 8;
      assertTrue(tree.vectors() <= bound, () -> tree.vectors() + " vectors, bound " + bound);
      assertTrue(tree.vectors() > 17, "the case must be worse than the usual one");
      for (int leaf : late) {
        tree.submit(leaf, held[leaf]);
      }
      assertSum(tree, 256);
    }
  }
}
