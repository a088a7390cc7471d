package rivulet.perf;

import java.util.ArrayList;
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
  private static final int BURSTS = 8;

  /** Between bursts, so that a moment in which others slow the core down does not meet them all. */
  private static final long PAUSE_MILLISECONDS = 25;

  /**
   * Rounds through all kernels, of which each kernel's fastest burst counts: a core shared with
   * another program is slow for seconds, code that the JIT got wrong for good.
   */
  private static final int ROUNDS = 10;

  private static final int IMAGES = 4;
  private static final SolverOptions THREE_STEPS = SolverOptions.fixed("bosh3", 3);

  private Starts() {}

  /** Prints one line per kernel whose name contains the first argument. */
  public static void main(String[] args) {
    String only = args.length > 0 ? args[0] : "";
    try (Workspace workspace = new Workspace()) {
      List<Timing> timings = new ArrayList<>();
      kernels()
          .forEach((name, maker) -> {
            if (name.contains(only)) {
              timings.add(new Timing(name, maker.apply(workspace)));
            }
          });
      for (int round = 0; round < ROUNDS; round++) {
        timings.forEach(Timing::round);
      }
      timings.forEach(Timing::close);
    }
  }

  private static Map<String, Function<Workspace, Kernel>> kernels() {
    Map<String, Function<Workspace, Kernel>> kernels = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      for (int side : List.of(8, 16, 32)) {
        add(kernels, ConvolutionCase.of(role, 64, 64, side, IMAGES));
      }
      add(kernels, ConvolutionCase.of(role, 64, 64, 16, IMAGES).by(WinogradTile.NONE));
      add(kernels, ConvolutionCase.of(role, 64, 64, 16, IMAGES).by(WinogradTile.TWO));
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

  /** One kernel, warmed up, and the best that was seen of it. */
  private static final class Timing {
    private final String name;
    private final Workers workers;
    private final int count;
    private double best = Double.MAX_VALUE;
    private double bytes = Double.MAX_VALUE;

    Timing(String name, Kernel kernel) {
      this.name = name;
      this.workers = new Workers(List.of(kernel));
      workers.warmUp(QUIET_SECONDS, LONGEST_WARM_UP);
      this.count = (int) Math.clamp(BURST_SECONDS / workers.seconds(1), 1, 100_000);
    }

    void round() {
      for (int i = 0; i < BURSTS; i++) {
        LockSupport.parkNanos(PAUSE_MILLISECONDS * 1_000_000);
        best = Math.min(best, workers.seconds(count) / count);
        bytes = Math.min(bytes, workers.allocatedPerCall());
      }
    }

    /** Ends the worker and prints the line. */
    void close() {
      System.out.printf(
          Locale.ROOT,
          "{\"kernel\": \"%s\", \"gflops\": %.2f, \"bytes_per_call\": %.1f}%n",
          name,
          workers.flops() / best * 1e-9,
          bytes);
      workers.close();
    }
  }
}
