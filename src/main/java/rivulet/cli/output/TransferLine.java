package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import rivulet.Backend;

/** What a backend moved, in one line of the command's standard error. */
public final class TransferLine {
  private static final double MIB = 1 << 20;

  private TransferLine() {}

  /**
   * Prints the line; nothing for the cpu.
   *
   * @param evaluations of a vector field for one image, all of them together
   */
  public static void print(
      PrintWriter err, Backend backend, Backend.Transfers moved, double evaluations) {
    if (backend.isCpu()) {
      return;
    }
    err.printf(
        Locale.ROOT,
        "%s: %,d products, %.1f MiB up and %.1f MiB down, %.1f KiB per image and evaluation;"
            + " weights crossed %,d times, %.1f MiB%n",
        backend.name(),
        moved.products(),
        moved.bytesUp() / MIB,
        moved.bytesDown() / MIB,
        (moved.bytesUp() + moved.bytesDown()) / 1024.0 / Math.max(1, evaluations),
        moved.weights(),
        moved.weightBytes() / MIB);
    if (moved.products() == 0 && evaluations > 0) {
      err.println(
          backend.name()
              + ": no convolution reaches --offload-from "
              + backend.leastFlops()
              + " and --offload-intensity "
              + backend.leastIntensity()
              + "; the cpu did everything");
    }
    err.flush();
  }
}
