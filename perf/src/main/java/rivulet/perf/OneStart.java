package rivulet.perf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.convolution.WinogradTile;

/**
 * Compiles every hot kernel in this JVM, prints one JSON object for each ({@code kernel} and {@code
 * flops}) and an empty line, and then times one burst of a kernel whenever {@link Starts} asks: the
 * kernel's number on a line of standard input is answered by a JSON object with {@code seconds} and
 * {@code heap_bytes} per call. What the JIT makes of a kernel differs from start to start.
 */
public final class OneStart {
  private static final double BURST_SECONDS = 0.008;
  private static final int IMAGES = 4;

  private OneStart() {}

  /** Takes the kernels whose name contains the first argument. */
  public static void main(String[] args) throws IOException {
    String only = args.length > 0 ? args[0] : "";
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (Workspace workspace = new Workspace()) {
      List<Timing> timings = new ArrayList<>();
      kernels()
          .forEach((name, maker) -> {
            if (name.contains(only)) {
              timings.add(new Timing(name, maker.apply(workspace)));
            }
          });
      System.out.println();
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        timings.get(Integer.parseInt(line)).burst();
      }
      timings.forEach(Timing::close);
    }
  }

  private static Map<String, Function<Workspace, Kernel>> kernels() {
    Map<String, Function<Workspace, Kernel>> kernels = new LinkedHashMap<>();
    kernels.put("multiply-adds in registers", RegisterKernel::new);
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
        workspace -> problem.kernels(part, BlockProblem.THREE_STEPS, 1, workspace).getFirst());
  }

  /** One kernel, compiled when this is made. */
  private static final class Timing implements AutoCloseable {
    private final Workers workers;
    private final int count;

    Timing(String name, Kernel kernel) {
      this.workers = new Workers(List.of(kernel));
      workers.warmUp();
      this.count = (int) Math.clamp(BURST_SECONDS / workers.seconds(1), 1, 100_000);
      System.out.printf(
          Locale.ROOT, "{\"kernel\": \"%s\", \"flops\": %.0f}%n", name, workers.flops());
    }

    void burst() {
      double seconds = workers.seconds(count) / count;
      System.out.printf(
          Locale.ROOT,
          "{\"seconds\": %.6e, \"heap_bytes\": %.1f}%n",
          seconds,
          workers.allocatedPerCall());
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
