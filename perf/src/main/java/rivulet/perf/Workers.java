package rivulet.perf;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import rivulet.parallel.WorkerPool;

/** Our side of a comparison: one {@link Kernel} per worker, all at the same time. */
public final class Workers implements Side, AutoCloseable {
  /** Heap bytes of one round below which compiled code counts as allocating nothing. */
  private static final long NOISE_BYTES = 2048;

  private static final double ROUND = 0.02;
  private static final double STABLE = 0.15;
  private static final double QUIET_SECONDS = 0.5;
  private static final double LONGEST_WARM_UP = 40;

  private final List<? extends Kernel> kernels;
  private final WorkerPool pool;
  private final Clock clock;
  private final long[] allocated;
  private final double[] spent;
  private int last = 1;

  /** Takes over the kernels, one for each worker. */
  public Workers(List<? extends Kernel> kernels) {
    this.kernels = List.copyOf(kernels);
    this.pool = new WorkerPool(kernels.size());
    this.clock = Clock.of(kernels.size());
    this.allocated = new long[kernels.size()];
    this.spent = new double[kernels.size()];
  }

  @Override
  public double seconds(int repetitions) {
    last = repetitions;
    double start = Clock.WALL.now();
    pool.run(kernels.size(), (worker, task) -> repeat(task, repetitions));
    return clock == Clock.WALL ? Clock.WALL.now() - start : spent[0];
  }

  private void repeat(int task, int repetitions) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Kernel kernel = kernels.get(task);
    long before = threads.getCurrentThreadAllocatedBytes();
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      kernel.run();
    }
    spent[task] = clock.now() - start;
    allocated[task] = threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Operations of one repetition, all workers together. */
  @Override
  public double flops() {
    return kernels.stream().mapToDouble(Kernel::flops).sum();
  }

  /** Heap bytes that the last {@link #seconds} allocated per run of a kernel. */
  @Override
  public double allocatedPerCall() {
    return (double) Arrays.stream(allocated).sum() / last / kernels.size();
  }

  /**
   * Runs until rounds allocate nothing and stay within 15 % of each other for half a second, at
   * most 40 seconds. Kernels allocate only until they are compiled.
   */
  @Override
  public void warmUp() {
    double start = Clock.WALL.now();
    double calm = 0;
    double best = Double.MAX_VALUE;
    while (calm < QUIET_SECONDS && Clock.WALL.now() - start < LONGEST_WARM_UP) {
      double one = seconds(1);
      int count = (int) Math.clamp(ROUND / one, 1, 10_000);
      double round = seconds(count);
      boolean clean = Arrays.stream(allocated).sum() < NOISE_BYTES * kernels.size();
      boolean faster = round / count < best * (1 - STABLE);
      best = Math.min(best, round / count);
      calm = clean && !faster ? calm + round : 0;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
