package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class CrewsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "2, 1", "3, 2", "4, 4", "4, 9", "7, 3", "8, 5"})
  void crewsAreAsManyThreadsAsAskedFor(int threads, int tasks) {
    try (Crews crews = new Crews(threads, tasks)) {
      assertEquals(Math.min(threads, tasks), crews.workers());
      int sum = 0;
      int least = Integer.MAX_VALUE;
      int most = 0;
      for (int w = 0; w < crews.workers(); w++) {
        int members = crews.crew(w).workers();
        sum += members;
        least = Math.min(least, members);
        most = Math.max(most, members);
      }
      assertEquals(threads, sum);
      assertEquals(most, threads % crews.workers() == 0 ? least : least + 1);
    }
  }

  /** Plain writes of every member, read by the caller: nothing may be lost on either way. */
  @Test
  void tasksRunOnTheirCrews() {
    try (Crews crews = new Crews(5, 2)) {
      long[][] sums = new long[6][4];
      for (int run = 0; run < 500; run++) {
        crews.run(
            sums.length,
            (worker, task) -> {
              for (int call = 0; call < 10; call++) {
                crews.crew(worker).run(4, (member, band) -> sums[task][band] += task + band);
              }
            });
      }
      for (int task = 0; task < sums.length; task++) {
        for (int band = 0; band < 4; band++) {
          assertEquals(5_000L * (task + band), sums[task][band]);
        }
      }
    }
  }

  /** Returns only if all threads are at work at once. */
  @Test
  void allThreadsWorkAtOnce() {
    try (Crews crews = new Crews(5, 2)) {
      AtomicInteger present = new AtomicInteger();
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      crews.run(
          2,
          (worker, task) ->
              crews
                  .crew(worker)
                  .run(
                      crews.crew(worker).workers(),
                      (member, band) -> {
                        threads.add(Thread.currentThread());
                        present.incrementAndGet();
                        while (present.get() < 5) {
                          Thread.onSpinWait();
                        }
                      }));
      assertEquals(5, threads.size());
    }
  }

  @Test
  void failureOfABandReachesTheCallerAndCrewsStayUsable() {
    try (Crews crews = new Crews(4, 2)) {
      IllegalStateException thrown = new IllegalStateException("band");
      IndexedTask failing =
          (member, band) -> {
            if (band == 1) {
              throw thrown;
            }
          };
      TaskFailure outer =
          assertThrows(
              TaskFailure.class,
              () ->
                  crews.run(
                      2,
                      (worker, task) -> {
                        if (task == 1) {
                          crews.crew(worker).run(2, failing);
                        }
                      }));
      assertEquals(1, outer.task());
      TaskFailure inner = (TaskFailure) outer.getCause();
      assertEquals(1, inner.task());
      assertEquals(thrown, inner.getCause());
      AtomicIntegerArray runs = new AtomicIntegerArray(2);
      crews.run(
          2, (worker, task) -> crews.crew(worker).run(3, (m, band) -> runs.incrementAndGet(task)));
      assertEquals(3, runs.get(0));
      assertEquals(3, runs.get(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1025, 1", "1, 0"})
  void refusesWhatItCannotDivide(int threads, int tasks) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Crews(threads, tasks)).getMessage();
    assertEquals(
        "crews: threads must lie in 1..1024 and tasks be at least 1, found "
            + threads
            + " and "
            + tasks,
        message);
  }

  @Test
  void closeEndsTheCrews() {
    Crews crews = new Crews(4, 1);
    crews.close();
    assertThrows(IllegalStateException.class, () -> crews.crew(0).run(1, (worker, task) -> {}));
    assertThrows(IllegalStateException.class, () -> crews.run(1, (worker, task) -> {}));
  }
}
