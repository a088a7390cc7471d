package rivulet.check;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.inspect.plane.PictureFonts;
import rivulet.nativebindings.Availability;
import rivulet.nativebindings.LibraryFolder;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.kernel.KernelFlags;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;
import rivulet.tensor.kernel.VectorInfo;

/** What this machine and this JVM offer, for a bug report and for somebody who finds it slow. */
public final class Machine {
  private static final double GIB = 1 << 30;
  private static final int OLDEST_JDK = 25;

  private Machine() {}

  /** Looks at everything; nothing is kept open. */
  public static List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(system());
    findings.add(jdk());
    findings.add(vectors());
    findings.add(fma());
    findings.add(compiler());
    findings.add(cores());
    findings.add(memory());
    findings.add(fonts());
    findings.add(nativeAccess());
    findings.add(backend("CUDA", BackendKind.CUDA, LibraryFolder.CUDA));
    findings.add(backend("OpenBLAS", BackendKind.OPENBLAS, LibraryFolder.OPENBLAS));
    return findings;
  }

  private static Finding found(String name, String text) {
    return new Finding(name, Finding.State.FOUND, text);
  }

  private static Finding warning(String name, String text) {
    return new Finding(name, Finding.State.WARNING, text);
  }

  /** What a line says beside the name that stands before it anyway. */
  private static String unnamed(String name, String line) {
    return line.replaceFirst("^" + name + ": ", "");
  }

  private static Finding system() {
    return found(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
  }

  private static Finding jdk() {
    String text =
        Runtime.version()
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("java.home");
    return Runtime.version().feature() == OLDEST_JDK
        ? found("JDK", text)
        : warning("JDK", text + "; tested with " + OLDEST_JDK + " only");
  }

  private static Finding vectors() {
    try {
      KernelFlags.requireVectors();
    } catch (IllegalStateException e) {
      return warning("vectors", unnamed("vectors", e.getMessage()));
    }
    return found("vectors", VectorInfo.bits() + " bits, " + VectorInfo.lanes() + " float32 lanes");
  }

  private static Finding fma() {
    return option("UseFMA", "false")
        ? warning(
            "FMA",
            "not on this processor (or switched off): results are right and about 200 times slower")
        : found("FMA", "fused multiply-add of the processor");
  }

  private static Finding compiler() {
    List<String> missing = KernelFlags.missing();
    return missing.isEmpty()
        ? found("compiler", "C2 alone")
        : warning(
            "compiler",
            "kernels may be several times slower; start through ./rivulet or with "
                + String.join(" ", missing));
  }

  private static boolean option(String name, String value) {
    return value(name).equals(value);
  }

  private static String value(String name) {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return options.getVMOption(name).getValue();
  }

  private static Finding cores() {
    return found("cores", Runtime.getRuntime().availableProcessors() + " for this process");
  }

  private static Finding memory() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return found(
        "memory",
        String.format(
            Locale.ROOT,
            "%.1f GiB, %.1f free, heap at most %.1f",
            system.getTotalMemorySize() / GIB,
            system.getFreeMemorySize() / GIB,
            Runtime.getRuntime().maxMemory() / GIB));
  }

  private static Finding fonts() {
    return PictureFonts.present()
        ? found("fonts", "for the words of pictures")
        : new Finding(
            "fonts",
            Finding.State.MISSING,
            "density.png of play has no words then, density.svg has; Debian: apt install"
                + " fonts-dejavu-core");
  }

  private static Finding nativeAccess() {
    return Machine.class.getModule().isNativeAccessEnabled()
        ? found("C libraries", "may be called")
        : warning(
            "C libraries",
            "may not be called: start through ./rivulet or with"
                + " --enable-native-access=ALL-UNNAMED");
  }

  private static Finding backend(String name, BackendKind kind, LibraryFolder where) {
    String named = where.folder().map(path -> ", looked for in " + path).orElse("");
    return switch (new Offloading(kind, OffloadThreshold.ALL, false).find()) {
      case Availability.Available<? extends OffloadBackend>(OffloadBackend backend) -> {
        String device = backend.device();
        backend.close();
        yield found(name, device + named + "; used by backend " + kind.label());
      }
      case Availability.Unavailable<? extends OffloadBackend>(String reason) ->
          new Finding(name, Finding.State.MISSING, unnamed(name, reason));
    };
  }
}
