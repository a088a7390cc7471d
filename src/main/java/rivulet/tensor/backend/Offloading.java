package rivulet.tensor.backend;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.nativebindings.Availability;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;

/**
 * Who computes what, as a configuration states it: what determines results, and nothing of the
 * machine.
 *
 * @param kind the backend
 * @param threshold from which size on a convolution goes to it; {@code gpu-check} measures it
 * @param tf32 whether a device may round factors to 10 bits of mantissa
 */
public record Offloading(BackendKind kind, OffloadThreshold threshold, boolean tf32) {
  /** Key of {@link #provenance} that every run with a backend has. */
  public static final String KEY = "backend";

  private static final int LARGEST_GROUP = 256;

  /** Everything in this JVM, with equal bits everywhere. */
  public static final Offloading NONE =
      new Offloading(BackendKind.CPU, OffloadThreshold.ALL, false);

  public Offloading {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(threshold, "threshold");
    if (tf32 && kind != BackendKind.CUDA) {
      throw new IllegalArgumentException(
          "backend: TF32 is arithmetic of cuda, the backend is " + kind.label());
    }
    if (kind == BackendKind.CPU) {
      threshold = OffloadThreshold.ALL; // without a meaning there: equal runs, equal configurations
    }
  }

  /** The backend, or why it cannot be had; for {@code cpu} there is none to open. */
  public Availability<? extends OffloadBackend> find() {
    return switch (kind) {
      case CPU -> new Availability.Unavailable<OffloadBackend>("the cpu needs no backend");
      case CUDA -> CudaGemm.find(tf32);
      case OPENBLAS -> OpenBlasGemm.find();
    };
  }

  /**
   * Opens the backend for as long as the result is open.
   *
   * @throws IllegalStateException with the reason if it cannot be had
   */
  public OpenBackend open() {
    return OpenBackend.of(this);
  }

  /**
   * Images that one worker takes together: as usual, or all for a device, whose products should be
   * tall.
   *
   * @param usual of the cpu
   * @param all there are
   */
  public int group(int usual, int all) {
    return kind == BackendKind.CUDA ? Math.clamp(all, 1, LARGEST_GROUP) : usual;
  }

  /** As metadata of model files and checkpoints: nothing for the cpu, whose bits need no word. */
  public SortedMap<String, String> provenance() {
    SortedMap<String, String> map = new TreeMap<>();
    if (kind != BackendKind.CPU) {
      map.put(KEY, kind.label());
      map.put("backend_flops", Long.toString(threshold.flops()));
      map.put("backend_intensity", Integer.toString(threshold.intensity()));
      map.put("backend_tf32", Boolean.toString(tf32));
      map.put("bits", "not reproducible: " + kind.label() + " is outside the bits contract");
    }
    return map;
  }
}
