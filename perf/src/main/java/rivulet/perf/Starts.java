package rivulet.perf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import rivulet.ode.SolverOptions;
import rivulet.tensor.WinogradTile;
import rivulet.tensor.Workspace;

/**
 * Times every hot kernel once in this JVM and prints one JSON object a line: {@code kernel}, {@code
 * gflops} and {@code bytes_per_call}. {@code perf/jit} starts it again and again: what the JIT
 * makes of a kernel differs from start to start.
 */
public final class Starts {
  private static final double QUIET_SECONDS = 0.4;
  private static final double LONGEST_WARM_UP = 40;
  private static final double BURST_SECONDS = 0.008;
  private static final int BURSTS = 25;

  /** Between bursts, so that a moment in which others slow the core down does not meet them all. */
  private static final long PAUSE_MILLISECONDS = 25;

  private static final int IMAGES = 4;
  private static final SolverOptions THREE_STEPS = SolverOptions.fixed("bosh3", 3);

  private Starts() {}

  /** Prints one line per kernel whose name contains the first argument. */
  public static void main(String[] args) {
    String only = args.length > 0 ? args[0] : "";
    kernels()
        .forEach((name, maker) -> {
          if (name.contains(only)) {
            System.out.println(measure(name, maker));
          }
        });
  }

  private static Map<String, Function<Workspace, Kernel>> kernels() {
    Map<String, Function<Workspace, Kernel>> kernels = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      for (int side : List.of(8, 16, 32)) {
        add(kernels, ConvolutionCase.of(role, 64, 64, side, IMAGES));
      }
      add(kernels, ConvolutionCase.of(role, 64, 64, 16, IMAGES).by(WinogradTile.NONE));
      if (role != Role.KERNEL_GRADIENT) { // which has F(2x2) only
        add(kernels, ConvolutionCase.of(role, 64, 64, 16, IMAGES).by(WinogradTile.FOUR));
      }
      add(kernels, ConvolutionCase.of(role, 32, 32, 14, IMAGES));
      add(kernels, ConvolutionCase.of(role, 32, 32, 7, IMAGES));
    }
    add(kernels, ConvolutionCase.of(Role.FORWARD, 9, 64, 16, IMAGES));
    add(kernels, ConvolutionCase.of(Role.FORWARD, 64, 9, 16, IMAGES));
    add(kernels, ConvolutionCase.of(Role.FORWARD, 64, 3, 16, IMAGES));
    kernels.put("gemm 1024x64x64", w -> new GemmKernel(0, 1024, 64, 64, w));
    kernels.put("gemm 1024x1024x1024", w -> new GemmKernel(0, 1024, 1024, 1024, w));
    for (BlockProblem.Part part : BlockProblem.Part.values()) {
      add(kernels, "9+3 64,64,64 16x16", BlockProblem.wide(16, IMAGES), part);
      add(kernels, "3+1 32,32 14x14", BlockProblem.slim(14, IMAGES), part);
    }
    return kernels;
  }

  private static void add(
      Map<String, Function<Workspace, Kernel>> kernels, ConvolutionCase problem) {
    kernels.put(problem.toString(), workspace -> problem.kernel(0, workspace));
  }

  private static void add(
      Map<String, Function<Workspace, Kernel>> kernels,
      String name,
      BlockProblem problem,
      BlockProblem.Part part) {
    kernels.put(
        "block " + name + " " + part.name().toLowerCase(Locale.ROOT),
        workspace -> problem.kernels(part, THREE_STEPS, 1, workspace).getFirst());
  }

  private static String measure(String name, Function<Workspace, Kernel> maker) {
    try (Workspace workspace = new Workspace();
        Workers workers = new Workers(List.of(maker.apply(workspace)))) {
      workers.warmUp(QUIET_SECONDS, LONGEST_WARM_UP);
      double one = workers.seconds(1);
      int count = (int) Math.clamp(BURST_SECONDS / one, 1, 100_000);
      double best = Double.MAX_VALUE;
      double bytes = Double.MAX_VALUE;
      for (int i = 0; i < BURSTS; i++) {
        LockSupport.parkNanos(PAUSE_MILLISECONDS * 1_000_000);
        best = Math.min(best, workers.seconds(count) / count);
        bytes = Math.min(bytes, workers.allocatedPerCall());
      }
      double gflops = workers.flops() / best * 1e-9;
      return String.format(
          Locale.ROOT,
          "{\"kernel\": \"%s\", \"gflops\": %.2f, \"bytes_per_call\": %.1f}",
          name,
          gflops,
          bytes);
    }
  }
}
