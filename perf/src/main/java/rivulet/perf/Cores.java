package rivulet.perf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;

/**
 * What further cores bring: groups of images of a block computed by one thread and by several that
 * each take the next one, as in training, in turns and in wall time.
 *
 * <p>Cores of a shared machine may be two halves of one at times. So each turn also times a {@link
 * RegisterKernel} in both ways: what it does not gain, nothing gains. {@code ratio} is the median
 * over turns, {@code fastest} the ratio of the fastest turn of one thread to that of several.
 */
public final class Cores {
  private static final double QUIET_SECONDS = 0.4;
  private static final double LONGEST_WARM_UP = 40;
  private static final double TURN_SECONDS = 0.1;

  /** Groups of each worker at least, so that the wait for the last one counts as it does in use. */
  private static final int LEAST_EACH = 6;

  private static final int TURNS = 41;
  private static final int IMAGES = 4;

  private Cores() {}

  /** Arguments: threads, and a text that names of cases must contain. */
  public static void main(String[] args) {
    int threads = Integer.parseInt(args[0]);
    System.out.printf(
        "%-40s %7s %9s %9s %7s %8s %8s%n",
        "case", "threads", "one", "all", "ratio", "fastest", "machine");
    cases()
        .forEach((name, problem) -> {
          for (BlockProblem.Part part : BlockProblem.Part.values()) {
            String full = "block " + name + " " + part.name().toLowerCase(Locale.ROOT);
            if (full.contains(args[1])) {
              try (Workspace workspace = new Workspace()) {
                List<Kernel> registers = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                  registers.add(new RegisterKernel(workspace));
                }
                print(
                    full,
                    problem.kernels(part, BlockProblem.THREE_STEPS, threads, workspace),
                    registers);
              }
            }
          }
        });
  }

  private static Map<String, BlockProblem> cases() {
    Map<String, BlockProblem> cases = new LinkedHashMap<>();
    cases.put("9+3 64,64,64 16x16", BlockProblem.wide(16, IMAGES));
    cases.put("9+3 64,64,64 8x8", BlockProblem.wide(8, IMAGES));
    cases.put("3+1 32,32 28x28", BlockProblem.slim(28, IMAGES));
    cases.put("3+1 32,32 14x14", BlockProblem.slim(14, IMAGES));
    return cases;
  }

  private static void print(String name, List<Kernel> kernels, List<Kernel> registers) {
    try (Sides block = new Sides(kernels);
        Sides machine = new Sides(registers)) {
      List<Double> one = new ArrayList<>();
      List<Double> all = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> limits = new ArrayList<>();
      for (int i = 0; i < TURNS; i++) {
        machine.turn();
        double limit = machine.ratio();
        block.turn();
        machine.turn();
        one.add(block.one);
        all.add(block.all);
        ratios.add(block.ratio());
        limits.add((limit + machine.ratio()) / 2);
      }
      System.out.printf(
          Locale.ROOT,
          "%-40s %7d %9.3f %9.3f %7.2f %8.2f %8.2f%n",
          name,
          kernels.size(),
          1e3 / IMAGES * Comparison.median(one),
          1e3 / IMAGES * Comparison.median(all),
          Comparison.median(ratios),
          Collections.min(one) / Collections.min(all),
          Comparison.median(limits));
    }
  }

  /** The same groups by one thread and by several. */
  private static final class Sides implements AutoCloseable {
    private final List<Kernel> kernels;
    private final WorkerPool single = new WorkerPool(1);
    private final WorkerPool several;
    private final int groups;

    /** Seconds per group in the last turn. */
    private double one;

    private double all;

    Sides(List<Kernel> kernels) {
      this.kernels = kernels;
      this.several = new WorkerPool(kernels.size());
      double seconds;
      try (Workers workers = new Workers(kernels)) {
        workers.warmUp(QUIET_SECONDS, LONGEST_WARM_UP);
        seconds = workers.seconds(1);
      }
      this.groups = kernels.size() * (int) Math.clamp(TURN_SECONDS / seconds, LEAST_EACH, 10_000);
    }

    void turn() {
      one = seconds(single);
      all = seconds(several);
    }

    private double seconds(WorkerPool pool) {
      double start = Clock.WALL.now();
      pool.run(groups, (worker, group) -> kernels.get(worker).run());
      return (Clock.WALL.now() - start) / groups;
    }

    double ratio() {
      return one / all;
    }

    @Override
    public void close() {
      single.close();
      several.close();
    }
  }
}
