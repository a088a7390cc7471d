package rivulet.tensor;

/**
 * A provider of matrix products, for code that can do with another library's numbers: comparison
 * and benchmarks. {@link CpuGemm} is the default. An instance serves one thread at a time.
 */
public interface GemmBackend extends AutoCloseable {
  /** Whether a provider can work on this machine, as a value rather than an exception. */
  sealed interface Availability {
    /** It works: on that device, in that version. */
    record Available(String device, String version) implements Availability {}

    /** It does not, for that reason, which names a cure. */
    record Unavailable(String reason) implements Availability {}
  }

  /** Short name in lower case, as benchmarks print it. */
  String name();

  /** Whether {@link #multiply} will work. */
  Availability availability();

  /** Whether results are the bits of {@link Gemm}; libraries and GPUs promise none. */
  boolean keepsBits();

  /**
   * {@code C = A·B}, or {@code C += A·B}. Only {@code c} is modified.
   *
   * @throws IllegalArgumentException as {@link Gemm#check} says
   */
  void multiply(Matrix a, Matrix b, Matrix c, boolean accumulate);

  /** Gives memory and handles back; called exactly once. */
  @Override
  void close();
}
