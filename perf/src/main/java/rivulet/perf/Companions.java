package rivulet.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One kernel on each of several threads, timed in wall time: each thread alone, then all at once.
 *
 * <p>Each counts as one in its turn because cores differ: compared with the fastest alone, two
 * cores could not make twice as much. Who is done first keeps its core busy, uncounted, until all
 * are done, so that no run counts that had a core's neighbours to itself.
 */
final class Companions implements AutoCloseable {

  private final List<? extends Kernel> kernels;
  private final List<ExecutorService> threads;
  private final AtomicInteger counting = new AtomicInteger();
  private final int runs;
  private double one;
  private double all;

  /**
   * Compiles the kernels.
   *
   * @param seconds of one thread in a turn, about; at least one run
   */
  Companions(List<? extends Kernel> kernels, double seconds) {
    this.kernels = List.copyOf(kernels);
    this.threads = kernels.stream().map(kernel -> Executors.newSingleThreadExecutor()).toList();
    try (Workers workers = new Workers(kernels)) {
      workers.warmUp();
      runs = (int) Math.clamp(seconds / workers.seconds(1), 1, 100_000);
    }
  }

  /** Each thread alone, then all. */
  void turn() {
    double alone = 0;
    for (int i = 0; i < threads.size(); i++) {
      alone += speed(i, i + 1);
    }
    one = threads.size() / alone;
    all = 1 / speed(0, threads.size());
  }

  /** Runs per second of the threads from {@code first} up to {@code end}, all at once. */
  private double speed(int first, int end) {
    counting.set(end - first);
    List<Future<Double>> times = new ArrayList<>();
    for (int i = first; i < end; i++) {
      Kernel kernel = kernels.get(i);
      times.add(threads.get(i).submit(() -> seconds(kernel)));
    }
    return times.stream().mapToDouble(time -> runs / value(time)).sum();
  }

  private double seconds(Kernel kernel) {
    double start = Clock.WALL.now();
    for (int i = 0; i < runs; i++) {
      kernel.run();
    }
    double spent = Clock.WALL.now() - start;
    counting.decrementAndGet();
    while (counting.get() > 0) {
      kernel.run();
    }
    return spent;
  }

  private static double value(Future<Double> time) {
    try {
      return time.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a kernel did not end: " + e.getMessage(), e);
    }
  }

  /** Seconds per run of one thread in the last turn, by the mean speed of the threads. */
  double one() {
    return one;
  }

  /** Seconds per run of all threads together in the last turn. */
  double all() {
    return all;
  }

  /** How many times as much all make as one. */
  double ratio() {
    return one / all;
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::close);
  }
}
