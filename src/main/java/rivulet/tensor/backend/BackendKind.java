package rivulet.tensor.backend;

import java.util.Locale;
import rivulet.names.Named;

/** Who computes the larger convolutions. */
public enum BackendKind {
  /** The kernels of {@link rivulet.tensor}: the bits contract holds. */
  CPU,
  /** cuBLAS on an NVIDIA device. */
  CUDA,
  /** OpenBLAS in host memory. */
  OPENBLAS;

  /** Name in options and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that label. */
  public static BackendKind named(String label) {
    return Named.of("backend", label, values(), BackendKind::label);
  }
}
