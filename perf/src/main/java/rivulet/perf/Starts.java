package rivulet.perf;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts several JVMs, lets them time the hot kernels in turns, and prints how far the starts
 * differ in each kernel.
 *
 * <p>A core shared with others changes its speed by a fifth and more, for milliseconds or minutes;
 * code that the JIT got wrong is slow for good. So all starts time a kernel within a tenth of a
 * second, and only such times are compared: the speed of a start is the median over turns of the
 * middle time of the turn / its own time.
 */
public final class Starts {
  private static final int ROUNDS = 10;
  private static final int TURNS = 12;

  private final List<StartedJvm> jvms;

  private Starts(List<StartedJvm> jvms) {
    this.jvms = jvms;
  }

  /**
   * Arguments: how many starts, a text that names of kernels must contain, and the file for what
   * the started JVMs say on standard error. Ends with 1 if one of them ends before its time or no
   * kernel has such a name.
   */
  public static void main(String[] args) {
    List<StartedJvm> jvms = new ArrayList<>();
    try {
      int starts = Integer.parseInt(args[0]);
      for (int i = 1; i <= starts; i++) {
        jvms.add(new StartedJvm(args[1], Path.of(args[2])));
        System.err.printf("start %d of %d is compiled%n", i, starts);
      }
      if (jvms.getFirst().kernels().isEmpty()) {
        throw new IOException("no kernel whose name contains '" + args[1] + "'");
      }
      new Starts(jvms).measure();
    } catch (IOException e) {
      System.err.println("jit: " + e.getMessage());
      System.exit(1);
    } finally {
      jvms.forEach(StartedJvm::close);
    }
  }

  private void measure() throws IOException {
    List<JsonObject> kernels = jvms.getFirst().kernels();
    List<Turns> comparisons = new ArrayList<>();
    kernels.forEach(kernel -> comparisons.add(new Turns(jvms.size())));
    for (int round = 1; round <= ROUNDS; round++) {
      for (int kernel = 0; kernel < comparisons.size(); kernel++) {
        for (int turn = 0; turn < TURNS; turn++) {
          comparisons.get(kernel).add(turn(kernel));
        }
      }
      System.err.printf("round %d of %d%n", round, ROUNDS);
    }
    System.out.printf(
        "%-44s %6s %9s %9s %9s %7s  %s%n",
        "kernel", "starts", "fastest", "median", "worst", "ratio", "heap bytes per call");
    for (int kernel = 0; kernel < comparisons.size(); kernel++) {
      print(kernels.get(kernel), comparisons.get(kernel));
    }
  }

  /** One burst of every start. */
  private List<JsonObject> turn(int kernel) throws IOException {
    List<JsonObject> bursts = new ArrayList<>();
    for (StartedJvm jvm : jvms) {
      bursts.add(jvm.burst(kernel));
    }
    return bursts;
  }

  private void print(JsonObject kernel, Turns all) {
    double gigaflops = 1e-9 * kernel.get("flops").getAsDouble();
    double median = gigaflops / all.middleSeconds();
    System.out.printf(
        Locale.ROOT,
        "%-44s %6d %9.1f %9.1f %9.1f %7.2f  %.1f%n",
        kernel.get("kernel").getAsString(),
        jvms.size(),
        gigaflops / all.leastSeconds(),
        median,
        median * all.worst(),
        all.worst(),
        all.heapBytes());
  }
}
