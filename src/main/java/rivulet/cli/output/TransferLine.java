package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.Transfers;

/** What a backend moved, in one line of the command's standard error. */
public final class TransferLine {
  private static final double MIB = 1 << 20;

  private TransferLine() {}

  /**
   * Prints the line; nothing for the cpu.
   *
   * @param evaluations of a vector field for one image, all of them together
   */
  public static void print(PrintWriter err, OpenBackend backend, double evaluations) {
    if (backend.offloading().kind() == BackendKind.CPU) {
      return;
    }
    Transfers moved = backend.transfers();
    err.printf(
        Locale.ROOT,
        "%s: %,d products, %.1f MiB up and %.1f MiB down, %.1f KiB per image and evaluation;"
            + " weights crossed %,d times, %.1f MiB%n",
        backend.offloading().kind().label(),
        moved.products(),
        moved.bytesUp() / MIB,
        moved.bytesDown() / MIB,
        (moved.bytesUp() + moved.bytesDown()) / 1024.0 / Math.max(1, evaluations),
        moved.constants(),
        moved.constantBytes() / MIB);
    if (moved.products() == 0 && evaluations > 0) {
      err.println(
          backend.offloading().kind().label()
              + ": no convolution reaches --offload-from "
              + backend.offloading().threshold().flops()
              + " and --offload-intensity "
              + backend.offloading().threshold().intensity()
              + "; the cpu did everything");
    }
    err.flush();
  }
}
