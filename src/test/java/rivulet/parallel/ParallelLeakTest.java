package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rivulet.tensor.kernel.sum.PartialSum;
import rivulet.tensor.kernel.sum.SummationTree;

/** No heap allocation in steady state, on the caller or on the helpers. */
@Timeout(120)
final class ParallelLeakTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WORKERS = 3;
  private static final int LEAVES = 21;
  private static final int LENGTH = 100;

  private final WorkerPool pool = new WorkerPool(WORKERS);
  private final long[] ids = new long[WORKERS];
  private int batches;
  private final AtomicInteger present = new AtomicInteger();

  @AfterEach
  void close() {
    pool.close();
  }

  private void learnThreads() {
    pool.run(
        WORKERS,
        (worker, task) -> {
          ids[worker] = Thread.currentThread().threadId();
          present.incrementAndGet();
          while (present.get() < WORKERS) {
            Thread.onSpinWait();
          }
        });
  }

  private long allocated() {
    long sum = 0;
    for (long id : ids) {
      sum += THREADS.getThreadAllocatedBytes(id);
    }
    return sum;
  }

  /**
   * The least of many batches: the compiler may install code during one of them. Where other
   * programs keep it from its work, it has ten seconds.
   */
  private long leastBytes(Runnable batch) {
    learnThreads();
    allocated();
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + 10_000_000_000L;
    for (batches = 0; batches < 60 || (least > 0 && System.nanoTime() < end); batches++) {
      long before = allocated();
      batch.run();
      // The bean's own cost, measured the same way, is taken off.
      long after = allocated();
      long bean = allocated() - after;
      least = Math.min(least, after - before - bean);
    }
    return least;
  }

  @Test
  void runsAllocateNothing() {
    long[] sums = new long[LEAVES];
    IndexedTask task = (worker, number) -> sums[number]++;
    Runnable batch =
        () -> {
          for (int run = 0; run < 200; run++) {
            pool.run(LEAVES, task);
          }
        };
    assertEquals(0, leastBytes(batch));
    assertEquals(batches * 200L, sums[0]);
  }

  @Test
  void parkingAllocatesNothing() {
    long[] sums = new long[WORKERS];
    IndexedTask task = (worker, number) -> sums[number] += pauseLongerThanTheSpin(number);
    Runnable batch =
        () -> {
          for (int run = 0; run < 5; run++) {
            pool.run(WORKERS, task);
          }
        };
    assertEquals(0, leastBytes(batch));
    assertEquals(batches * 5L, sums[0]);
  }

  private static long pauseLongerThanTheSpin(int number) {
    for (int i = 0; i < 5 * Spin.ROUNDS * number; i++) {
      Thread.onSpinWait();
    }
    return 1;
  }

  @Test
  void sumsAllocateNothing() {
    try (Arena arena = Arena.ofShared();
        SummationTree tree = new SummationTree(LENGTH)) {
      MemorySegment ones = arena.allocate(LENGTH * 4L, 64);
      for (int i = 0; i < LENGTH; i++) {
        ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
      }
      // Every vector that any order can need exists before the measurement.
      PartialSum[] all = new PartialSum[WORKERS + (WORKERS + 1) * 5];
      for (int i = 0; i < all.length; i++) {
        all[i] = tree.acquire();
      }
      for (int i = 0; i < LEAVES; i++) {
        tree.lend();
      }
      tree.reset();
      double[] sum = new double[1];
      Runnable batch = batchOfSums(tree, ones, sum);
      assertEquals(0, leastBytes(batch));
      assertEquals(100.0 * batches * LEAVES, sum[0]);
    }
  }

  private Runnable batchOfSums(SummationTree tree, MemorySegment ones, double[] sum) {
    IndexedTask leaf =
        (worker, number) -> {
          if (number % 3 == 0) {
            PartialSum vector = tree.acquire();
            for (int i = 0; i < LENGTH; i++) {
              vector.set(i, 1);
            }
            tree.submit(number, vector);
          } else {
            tree.submit(number, ones);
          }
        };
    return () -> {
      for (int run = 0; run < 100; run++) {
        pool.run(LEAVES, leaf);
        PartialSum result = tree.result(LEAVES);
        sum[0] += result.get(LENGTH - 1);
        tree.release(result);
      }
    };
  }
}
