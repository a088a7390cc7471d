package rivulet.tensor.kernel.gemm;

import rivulet.tensor.kernel.OffloadBackend;

/**
 * A provider of matrix products, for code that can do with another library's numbers; {@link Gemm}
 * computes here. An {@link OffloadBackend} also takes whole convolutions. {@link #multiply} serves
 * one thread at a time.
 */
public interface GemmBackend extends AutoCloseable {
  /** Short name in lower case, as benchmarks print it. */
  String name();

  /** Where it computes and in which version, for people to read. */
  String device();

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
