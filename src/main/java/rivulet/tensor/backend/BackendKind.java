package rivulet.tensor.backend;

import java.util.Arrays;
import java.util.Locale;

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
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "backend: '" + label + "' is unknown; cpu, cuda and openblas exist"));
  }
}
