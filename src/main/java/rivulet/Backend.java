package rivulet;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rivulet.nativebindings.Availability;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;

/**
 * Who computes the larger convolutions: this JVM, whose bits are the same everywhere, or a library
 * that it hands them to, whose bits are not.
 *
 * @param name cpu, cuda or openblas
 * @param leastFlops operations of one image from which on a convolution is handed over
 * @param leastIntensity operations per float moved from which on it is
 * @param tf32 whether a device may round factors to 10 bits of mantissa
 */
public record Backend(String name, long leastFlops, int leastIntensity, boolean tf32) {
  /** Operations from which handing over pays on an ordinary card. */
  public static final long LEAST_FLOPS = OffloadThreshold.DEFAULT.flops();

  /** Operations per float from which it does. */
  public static final int LEAST_INTENSITY = OffloadThreshold.DEFAULT.intensity();

  /** Everything in this JVM. */
  public static final Backend CPU = new Backend("cpu", 0, 0, false);

  /** All names, in the order of the help. */
  public static final List<String> NAMES =
      Stream.of(BackendKind.values()).map(BackendKind::label).toList();

  /**
   * Checks that it exists; whether this machine has it is found where it is used.
   *
   * @throws IllegalArgumentException for an unknown name or an impossible combination
   */
  public Backend {
    Objects.requireNonNull(name, "backend: name");
    Offloading asked = offloading(name, leastFlops, leastIntensity, tf32);
    leastFlops =
        asked.threshold().flops(); // without a meaning on the cpu: equal settings are equal
    leastIntensity = asked.threshold().intensity();
  }

  /**
   * What was handed over.
   *
   * @param products matrix products, a batch counted once
   * @param bytesUp of operands brought to the memory that it computes in, without weights
   * @param bytesDown of results brought back
   * @param weights brought there
   * @param weightBytes their bytes
   */
  public record Transfers(
      long products, long bytesUp, long bytesDown, long weights, long weightBytes) {
    /** Nothing. */
    public static final Transfers NONE = new Transfers(0, 0, 0, 0, 0);

    /** All of both. */
    public Transfers plus(Transfers other) {
      return new Transfers(
          products + other.products,
          bytesUp + other.bytesUp,
          bytesDown + other.bytesDown,
          weights + other.weights,
          weightBytes + other.weightBytes);
    }

    /** What a backend has done since it was opened, for the rooms that open one. */
    @SuppressWarnings("exports")
    public static Transfers of(OpenBackend opened) {
      var moved = opened.transfers();
      return new Transfers(
          moved.products(),
          moved.bytesUp(),
          moved.bytesDown(),
          moved.constants(),
          moved.constantBytes());
    }
  }

  /**
   * A device where there is one, else the cpu.
   *
   * @param told which it is, and the device or the reason
   */
  public static Backend automatic(
      long leastFlops, int leastIntensity, boolean tf32, Consumer<String> told) {
    Backend cuda = new Backend(BackendKind.CUDA.label(), leastFlops, leastIntensity, tf32);
    return switch (cuda.offloading().find()) {
      case Availability.Available<? extends OffloadBackend>(OffloadBackend found) -> {
        told.accept("cuda, " + found.device());
        found.close();
        yield cuda;
      }
      case Availability.Unavailable<? extends OffloadBackend>(String reason) -> {
        told.accept("cpu, because of " + reason);
        yield CPU;
      }
    };
  }

  /** Whether nothing is handed over. */
  public boolean isCpu() {
    return offloading().kind() == BackendKind.CPU;
  }

  /** The same for the rooms that open it. */
  @SuppressWarnings("exports")
  public Offloading offloading() {
    return offloading(name, leastFlops, leastIntensity, tf32);
  }

  private static Offloading offloading(String name, long flops, int intensity, boolean tf32) {
    return new Offloading(BackendKind.named(name), new OffloadThreshold(flops, intensity), tf32);
  }
}
