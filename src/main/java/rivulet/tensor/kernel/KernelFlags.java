package rivulet.tensor.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the kernels ask of the JVM: one module for any result, and the flags of {@code rivulet.args}
 * for speed, on which no bit depends. Touches no class of the Vector API, so that its absence can
 * be told in words.
 */
public final class KernelFlags {
  private static final String MODULE = "jdk.incubator.vector";
  private static final AtomicBoolean LOOKED_AT = new AtomicBoolean();

  private KernelFlags() {}

  /**
   * Makes sure that vector instructions can be had.
   *
   * @throws IllegalStateException with the flag to add, if the JVM was started without their module
   */
  public static void requireVectors() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new IllegalStateException(
          "vectors: the kernels need the module "
              + MODULE
              + ", this JVM was started without it; add --add-modules "
              + MODULE
              + " to its flags");
    }
  }

  /**
   * {@link #requireVectors()}, and one warning in the life of the JVM, to the {@link System.Logger}
   * named {@code rivulet}, if {@link #missing()} names flags.
   */
  public static void require() {
    requireVectors();
    if (LOOKED_AT.compareAndSet(false, true)) {
      List<String> missing = missing();
      if (!missing.isEmpty()) {
        System.getLogger("rivulet")
            .log(
                System.Logger.Level.WARNING,
                "kernels may be several times slower, with equal results, without "
                    + String.join(" ", missing)
                    + "; start with ./rivulet or java @rivulet.args");
      }
    }
  }

  /** The flags that speed needs and this JVM lacks; none where the JVM does not know them. */
  public static List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (value("TieredCompilation", "false").equals("true")) {
      missing.add("-XX:-TieredCompilation");
    }
    if (Long.parseLong(value("PerMethodTrapLimit", "100000")) < 100_000) {
      missing.add("-XX:PerMethodTrapLimit=100000");
    }
    if (!value("CompileCommand", "::asSlice").contains("::asSlice")) {
      missing.add(
          "-XX:CompileCommand=inline,jdk.internal.foreign.AbstractMemorySegmentImpl::asSlice*");
    }
    return missing;
  }

  /** Whether methods go to C2 alone. */
  public static boolean withoutC1() {
    return value("TieredCompilation", "true").equals("false");
  }

  /** What an option of the JVM is set to; {@code unknown} where there is no such option. */
  private static String value(String option, String unknown) {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (options == null) {
      return unknown;
    }
    try {
      return options.getVMOption(option).getValue();
    } catch (IllegalArgumentException _) {
      return unknown;
    }
  }
}
