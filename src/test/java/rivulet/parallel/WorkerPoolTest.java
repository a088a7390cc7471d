package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WorkerPoolTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyTaskRunsOnce(int workers) {
    try (WorkerPool pool = new WorkerPool(workers)) {
      assertEquals(workers, pool.workers());
      for (int tasks : new int[] {0, 1, 2, 3, 7, 8, 9, 1_000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(1_000);
        pool.run(tasks, (worker, task) -> runs.incrementAndGet(task));
        for (int task = 0; task < 1_000; task++) {
          assertEquals(task < tasks ? 1 : 0, runs.get(task));
        }
      }
    }
  }

  /** Plain writes: a run that returned too early, or a missed fence, would lose some. */
  @Test
  void shortRunsInARowLoseNothing() {
    try (WorkerPool pool = new WorkerPool(3)) {
      long[] sums = new long[5];
      for (int run = 0; run < 5_000; run++) {
        int add = run;
        pool.run(5, (worker, task) -> sums[task] += add);
      }
      for (long sum : sums) {
        assertEquals(12_497_500L, sum);
      }
    }
  }

  @Test
  void parkedHelpersAreWoken() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int run = 0; run < 20; run++) {
        Thread.sleep(2);
        meet(pool);
      }
    }
  }

  /** Returns only if two workers are in the run at once. */
  private static void meet(WorkerPool pool) {
    AtomicInteger present = new AtomicInteger();
    pool.run(
        2,
        (worker, task) -> {
          present.incrementAndGet();
          while (present.get() < 2) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void noTwoTasksShareAWorkerAtOnce() {
    try (WorkerPool pool = new WorkerPool(4)) {
      AtomicIntegerArray busy = new AtomicIntegerArray(4);
      AtomicInteger clashes = new AtomicInteger();
      pool.run(
          5_000,
          (worker, task) -> {
            clashes.addAndGet(busy.getAndIncrement(worker));
            busy.decrementAndGet(worker);
          });
      assertEquals(0, clashes.get());
    }
  }

  @Test
  void tasksAreDealtInAscendingOrder() {
    try (WorkerPool pool = new WorkerPool(3)) {
      int[] last = {-1, -1, -1};
      pool.run(
          3_000,
          (worker, task) -> {
            if (task <= last[worker]) {
              throw new IllegalStateException("task " + task + " after " + last[worker]);
            }
            last[worker] = task;
          });
      assertEquals(2_999, Arrays.stream(last).max().getAsInt());
    }
  }

  @Test
  void callerIsWorkerZeroAndHelpersAreDaemons() {
    try (WorkerPool pool = new WorkerPool(2)) {
      Thread[] threads = new Thread[2];
      AtomicInteger present = new AtomicInteger();
      pool.run(
          2,
          (worker, task) -> {
            threads[worker] = Thread.currentThread();
            present.incrementAndGet();
            while (present.get() < 2) {
              Thread.onSpinWait();
            }
          });
      assertSame(Thread.currentThread(), threads[0]);
      assertTrue(threads[1].isDaemon());
      assertFalse(threads[1].isVirtual());
      assertEquals("rivulet-worker-1", threads[1].getName());
    }
  }

  @Test
  void oneWorkerOrOneTaskStaysOnTheCaller() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (WorkerPool one = new WorkerPool(1);
        WorkerPool four = new WorkerPool(4)) {
      one.run(100, (worker, task) -> threads.add(Thread.currentThread()));
      for (int run = 0; run < 100; run++) {
        four.run(1, (worker, task) -> threads.add(Thread.currentThread()));
      }
    }
    assertEquals(Set.of(Thread.currentThread()), threads);
  }

  @Test
  void closeEndsTheThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    WorkerPool pool = new WorkerPool(3);
    CountDownLatch allThere = new CountDownLatch(3);
    pool.run(
        3,
        (worker, task) -> {
          threads.add(Thread.currentThread());
          allThere.countDown();
          await(allThere);
        });
    assertEquals(3, threads.size());
    pool.close();
    pool.close();
    threads.remove(Thread.currentThread());
    for (Thread thread : threads) {
      assertFalse(thread.isAlive());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
