package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WorkerPoolFaultTest {
  private static void fail(int task) {
    throw new IllegalArgumentException("bad image " + task);
  }

  private static void awaitPresence(AtomicInteger present, int count) {
    present.incrementAndGet();
    while (present.get() < count) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theLowestFailureIsReported(int workers) {
    try (WorkerPool pool = new WorkerPool(workers)) {
      for (int trial = 0; trial < 500; trial++) {
        TaskFailure failure =
            assertThrows(
                TaskFailure.class,
                () ->
                    pool.run(
                        64,
                        (worker, task) -> {
                          if (task >= 17 && task % 2 == 1) {
                            fail(task);
                          }
                        }));
        assertEquals(17, failure.task());
        assertEquals("bad image 17", failure.getCause().getMessage());
        assertEquals(
            "task 17 of 64 failed: java.lang.IllegalArgumentException: bad image 17",
            failure.getMessage());
      }
    }
  }

  @Test
  void failuresAtTheSameTimeAreSuppressedInOrder() {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicInteger present = new AtomicInteger();
      TaskFailure failure =
          assertThrows(
              TaskFailure.class,
              () ->
                  pool.run(
                      3,
                      (worker, task) -> {
                        awaitPresence(present, 3);
                        fail(task);
                      }));
      assertEquals(0, failure.task());
      assertEquals(2, failure.getSuppressed().length);
      assertEquals(1, ((TaskFailure) failure.getSuppressed()[0]).task());
      assertEquals(2, ((TaskFailure) failure.getSuppressed()[1]).task());
    }
  }

  @Test
  void noMoreTasksAreDealtAfterAFailure() {
    try (WorkerPool pool = new WorkerPool(2)) {
      AtomicInteger begun = new AtomicInteger();
      assertThrows(
          TaskFailure.class,
          () ->
              pool.run(
                  Integer.MAX_VALUE,
                  (worker, task) -> {
                    begun.incrementAndGet();
                    fail(task);
                  }));
      assertTrue(begun.get() <= 2, () -> begun + " tasks");
    }
  }

  @Test
  void allWorkersHaveStoppedWhenTheFailureArrives() {
    try (WorkerPool pool = new WorkerPool(2)) {
      AtomicInteger present = new AtomicInteger();
      AtomicBoolean slowDone = new AtomicBoolean();
      assertThrows(
          TaskFailure.class,
          () ->
              pool.run(
                  2,
                  (worker, task) -> {
                    awaitPresence(present, 2);
                    if (worker == 0) {
                      fail(task);
                    }
                    sleep();
                    slowDone.set(true);
                  }));
      assertTrue(slowDone.get());
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      throw new IllegalStateException("sleep was cut short", e);
    }
  }

  @Test
  void thePoolWorksAfterAFailure() {
    try (WorkerPool pool = new WorkerPool(2)) {
      assertThrows(TaskFailure.class, () -> pool.run(9, (worker, task) -> fail(task)));
      AtomicInteger sum = new AtomicInteger();
      pool.run(100, (worker, task) -> sum.addAndGet(task));
      assertEquals(4_950, sum.get());
    }
  }

  @Test
  void errorsAreReportedToo() {
    try (WorkerPool pool = new WorkerPool(2)) {
      StackOverflowError error = new StackOverflowError("deep");
      TaskFailure failure =
          assertThrows(
              TaskFailure.class,
              () ->
                  pool.run(
                      1,
                      (worker, task) -> {
                        throw error;
                      }));
      assertSame(error, failure.getCause());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nestedRunsAreRefused(int workers) {
    try (WorkerPool pool = new WorkerPool(workers)) {
      TaskFailure failure =
          assertThrows(
              TaskFailure.class,
              () -> pool.run(4, (worker, task) -> pool.run(1, (w, t) -> sleep())));
      assertEquals(IllegalStateException.class, failure.getCause().getClass());
      assertEquals(
          "worker pool: run asked while a run is under way; runs do not nest, give each caller its"
              + " own pool",
          failure.getCause().getMessage());
    }
  }

  @Test
  void closingFromATaskIsRefused() {
    try (WorkerPool pool = new WorkerPool(2)) {
      TaskFailure failure =
          assertThrows(TaskFailure.class, () -> pool.run(2, (worker, task) -> end(pool)));
      assertEquals(IllegalStateException.class, failure.getCause().getClass());
      meetAfter(pool);
    }
  }

  private static void end(WorkerPool pool) {
    pool.close();
  }

  private static void meetAfter(WorkerPool pool) {
    AtomicInteger present = new AtomicInteger();
    pool.run(2, (worker, task) -> awaitPresence(present, 2));
    assertEquals(2, present.get());
  }

  @Test
  void anInterruptOfTheCallerDoesNotCutTheRun() {
    try (WorkerPool pool = new WorkerPool(2)) {
      AtomicInteger present = new AtomicInteger();
      AtomicBoolean helperDone = new AtomicBoolean();
      Thread caller = Thread.currentThread();
      pool.run(
          2,
          (worker, task) -> {
            awaitPresence(present, 2);
            if (worker == 1) {
              caller.interrupt();
              sleep();
              helperDone.set(true);
            }
          });
      assertTrue(helperDone.get());
      assertTrue(Thread.interrupted(), "the flag must be kept");
      meetAfter(pool);
    }
  }

  @Test
  void anInterruptOfAHelperIsForgotten() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(2)) {
      AtomicInteger present = new AtomicInteger();
      pool.run(
          2,
          (worker, task) -> {
            awaitPresence(present, 2);
            if (worker == 1) {
              Thread.currentThread().interrupt();
            }
          });
      Thread.sleep(20);
      AtomicInteger again = new AtomicInteger();
      AtomicBoolean flag = new AtomicBoolean();
      pool.run(
          2,
          (worker, task) -> {
            awaitPresence(again, 2);
            if (worker == 1) {
              flag.set(Thread.currentThread().isInterrupted());
            }
          });
      assertFalse(flag.get());
    }
  }

  @Test
  void aSecondCallerIsRefused() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(1)) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch leave = new CountDownLatch(1);
      Thread other =
          new Thread(() ->
              pool.run(
                  1,
                  (worker, task) -> {
                    inside.countDown();
                    while (leave.getCount() > 0) {
                      Thread.onSpinWait();
                    }
                  }));
      other.start();
      inside.await();
      try {
        assertThrows(IllegalStateException.class, () -> pool.run(1, (worker, task) -> fail(task)));
      } finally {
        leave.countDown();
        other.join();
      }
    }
  }

  @Test
  void badArgumentsAndClosedPools() {
    assertEquals(
        "worker pool: workers must lie in 1..1024, found 0",
        assertThrows(IllegalArgumentException.class, () -> new WorkerPool(0)).getMessage());
    WorkerPool pool = new WorkerPool(2);
    assertEquals(
        "worker pool: the number of tasks must be at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> pool.run(-1, (w, t) -> sleep()))
            .getMessage());
    pool.close();
    assertEquals(
        "worker pool: run asked of a closed pool; open a new one",
        assertThrows(IllegalStateException.class, () -> pool.run(1, (w, t) -> sleep()))
            .getMessage());
  }
}
