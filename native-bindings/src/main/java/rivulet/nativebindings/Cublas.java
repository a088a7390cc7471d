package rivulet.nativebindings;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * cuBLAS 11, 12 and 13: matrix products in device memory. A context belongs to one thread at a
 * time. cuBLAS is column-major, so a row-major {@code C = A·B} is asked for as {@code Cᵀ = Bᵀ·Aᵀ}.
 */
public final class Cublas {
  private static final int DEFAULT_MATH = 0;
  private static final int TF32_MATH = 3;
  private static final int PLAIN = 0;
  private static final int TRANSPOSED = 1;

  /** The factors of A·B and of the old C, on the host, as pointers ask for them. */
  private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_FLOAT, 1f);

  private static final MemorySegment ZERO = Arena.global().allocateFrom(JAVA_FLOAT, 0f);

  private final String path;
  private final Optional<MethodHandle> statusText;
  private final StatusCall create;
  private final StatusCall destroy;
  private final StatusCall version;
  private final StatusCall setStream;
  private final StatusCall setMathMode;
  private final StatusCall sgemm;
  private final StatusCall sgemmBatched;

  /**
   * Binds the functions of an opened library.
   *
   * @throws IllegalStateException if one is missing
   */
  Cublas(SharedLibrary library) {
    this.path = library.name();
    // Since cuBLAS 11.4 only.
    this.statusText =
        library.has("cublasGetStatusString")
            ? Optional.of(library.textFunction("cublasGetStatusString", "i"))
            : Optional.empty();
    this.create = bind(library, "cublasCreate_v2", "l");
    this.destroy = bind(library, "cublasDestroy_v2", "l");
    this.version = bind(library, "cublasGetVersion_v2", "ll");
    this.setStream = bind(library, "cublasSetStream_v2", "ll");
    this.setMathMode = bind(library, "cublasSetMathMode", "li");
    this.sgemm = bind(library, "cublasSgemm_v2", "liiiiillililli");
    this.sgemmBatched = bind(library, "cublasSgemmStridedBatched", "liiiiillillilllili");
  }

  private StatusCall bind(SharedLibrary library, String symbol, String arguments) {
    return StatusCall.of(library, symbol, arguments, this::text);
  }

  private String text(int status) {
    try {
      return statusText.isPresent()
          ? SharedLibrary.text((MemorySegment) statusText.get().invokeExact(status))
          : name(status);
    } catch (Throwable e) {
      throw SharedLibrary.unexpected("cublasGetStatusString", e);
    }
  }

  private static String name(int status) {
    return switch (status) {
      case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED";
      case 3 -> "CUBLAS_STATUS_ALLOC_FAILED";
      case 7 -> "CUBLAS_STATUS_INVALID_VALUE";
      case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH";
      case 11 -> "CUBLAS_STATUS_MAPPING_ERROR";
      case 13 -> "CUBLAS_STATUS_EXECUTION_FAILED";
      case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR";
      case 15 -> "CUBLAS_STATUS_NOT_SUPPORTED";
      case 16 -> "CUBLAS_STATUS_LICENSE_ERROR";
      default -> "unknown cuBLAS status";
    };
  }

  /** The file or name it was opened by. */
  public String path() {
    return path;
  }

  /** A new context on device 0. */
  public long newContext() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      create.run(out.address());
      return out.get(JAVA_LONG, 0);
    }
  }

  /** Gives a context back. */
  public void destroyContext(long context) {
    destroy.run(context);
  }

  /** Version of the library, e.g. 120804 for 12.8.4. */
  public int version(long context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      version.run(context, out.address());
      return out.get(JAVA_INT, 0);
    }
  }

  /** Gives the work of a context to a stream. */
  public void useStream(long context, long stream) {
    setStream.run(context, stream);
  }

  /**
   * Chooses the arithmetic: float32 with at least its mantissa throughout, or products of factors
   * rounded to 10 bits of mantissa (TF32) where the device has them.
   */
  public void allowTf32(long context, boolean allowed) {
    setMathMode.run(context, allowed ? TF32_MATH : DEFAULT_MATH);
  }

  /** Enqueues a product of matrices in device memory; C alone is modified. */
  public void multiply(long context, StridedGemm call) {
    if (call.batch > 1) {
      multiplyBatch(context, call);
    } else {
      multiplyOne(context, call);
    }
  }

  private void multiplyOne(long context, StridedGemm call) {
    try {
      sgemm.check(
          (int)
              sgemm
                  .handle()
                  .invokeExact(
                      context,
                      PLAIN,
                      call.transposed ? TRANSPOSED : PLAIN,
                      call.columns,
                      call.rows,
                      call.terms,
                      ONE.address(),
                      call.b,
                      call.bLeading,
                      call.a,
                      call.aLeading,
                      call.accumulate ? ONE.address() : ZERO.address(),
                      call.c,
                      call.cLeading));
    } catch (Throwable e) {
      throw sgemm.failure(e);
    }
  }

  private void multiplyBatch(long context, StridedGemm call) {
    try {
      sgemmBatched.check(
          (int)
              sgemmBatched
                  .handle()
                  .invokeExact(
                      context,
                      PLAIN,
                      call.transposed ? TRANSPOSED : PLAIN,
                      call.columns,
                      call.rows,
                      call.terms,
                      ONE.address(),
                      call.b,
                      call.bLeading,
                      call.bSpacing,
                      call.a,
                      call.aLeading,
                      call.aSpacing,
                      call.accumulate ? ONE.address() : ZERO.address(),
                      call.c,
                      call.cLeading,
                      call.cSpacing,
                      call.batch));
    } catch (Throwable e) {
      throw sgemmBatched.failure(e);
    }
  }
}
