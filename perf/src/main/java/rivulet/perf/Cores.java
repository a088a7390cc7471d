package rivulet.perf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import rivulet.tensor.Workspace;

/**
 * What further cores bring: groups of images of a block, computed by each thread alone and by all
 * at once, in turns.
 *
 * <p>Cores of a shared machine may be two halves of one for seconds. So each turn also times a
 * {@link RegisterKernel} and a {@link CacheKernel} in both ways: what they do not gain, nothing
 * gains. {@code ratio} is the median over turns, {@code fastest} the ratio of the fastest turns of
 * both sides.
 */
public final class Cores {
  private static final double TURN_SECONDS = 0.15;
  private static final double CONTROL_SECONDS = 0.03;
  private static final int TURNS = 41;
  private static final int IMAGES = 4;

  private Cores() {}

  /** Arguments: threads, and a text that names of cases must contain. */
  public static void main(String[] args) {
    int threads = Integer.parseInt(args[0]);
    System.out.printf(
        "%-40s %7s %9s %9s %7s %8s %10s %8s%n",
        "case", "threads", "one", "all", "ratio", "fastest", "registers", "caches");
    cases()
        .forEach((name, problem) -> {
          for (BlockProblem.Part part : BlockProblem.Part.values()) {
            String full = "block " + name + " " + part.name().toLowerCase(Locale.ROOT);
            if (full.contains(args[1])) {
              measure(full, problem, part, threads);
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

  private static void measure(
      String name, BlockProblem problem, BlockProblem.Part part, int threads) {
    try (Workspace workspace = new Workspace();
        Companions block =
            new Companions(
                problem.kernels(part, BlockProblem.THREE_STEPS, threads, workspace), TURN_SECONDS);
        Companions registers = control(RegisterKernel::new, threads, workspace);
        Companions caches = control(CacheKernel::new, threads, workspace)) {
      List<Double> one = new ArrayList<>();
      List<Double> all = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> registerRatios = new ArrayList<>();
      List<Double> cacheRatios = new ArrayList<>();
      for (int i = 0; i < TURNS; i++) {
        block.turn();
        registers.turn();
        caches.turn();
        one.add(block.one());
        all.add(block.all());
        ratios.add(block.ratio());
        registerRatios.add(registers.ratio());
        cacheRatios.add(caches.ratio());
      }
      System.out.printf(
          Locale.ROOT,
          "%-40s %7d %9.3f %9.3f %7.2f %8.2f %10.2f %8.2f%n",
          name,
          threads,
          1e3 / IMAGES * Turns.median(one),
          1e3 / IMAGES * Turns.median(all),
          Turns.median(ratios),
          Collections.min(one) / Collections.min(all),
          Turns.median(registerRatios),
          Turns.median(cacheRatios));
    }
  }

  private static Companions control(
      Function<Workspace, Kernel> kernel, int threads, Workspace workspace) {
    List<Kernel> kernels = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      kernels.add(kernel.apply(workspace));
    }
    return new Companions(kernels, CONTROL_SECONDS);
  }
}
