package rivulet.nativebindings;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/** OpenBLAS: matrix products in host memory. Safe for any number of threads. */
public final class OpenBlas {
  private static final String SONAME = "libopenblas.so.0";
  private static final String SGEMM = "cblas_sgemm";
  private static final String SET_THREADS = "openblas_set_num_threads";
  private static final String GET_CONFIG = "openblas_get_config";
  private static final int ROW_MAJOR = 101;
  private static final int NOT_TRANSPOSED = 111;
  private static final int TRANSPOSED = 112;

  private final String path;
  private final String version;
  private final MethodHandle sgemm;

  private OpenBlas(SharedLibrary library) {
    this.path = library.name();
    this.sgemm = library.voidFunction(SGEMM, "iiiiiiflilifli");
    this.version = config(library);
    oneThread(library);
  }

  /**
   * The library in that folder, or in the system's.
   *
   * <p>It is told to compute in the calling thread: workers share the work out themselves.
   */
  public static Availability<OpenBlas> find(Optional<Path> folder) {
    try {
      return SharedLibrary.open(folder, SONAME)
          .<Availability<OpenBlas>>map(
              library -> new Availability.Available<>(new OpenBlas(library)))
          .orElseGet(() -> new Availability.Unavailable<>(missing(folder)));
    } catch (IllegalStateException e) {
      return new Availability.Unavailable<>("OpenBLAS: " + e.getMessage());
    }
  }

  private static String missing(Optional<Path> folder) {
    return "OpenBLAS: no "
        + SONAME
        + folder.map(path -> " in " + path).orElse(" on this system")
        + "; Debian: apt install libopenblas0; elsewhere name its folder by "
        + LibraryFolder.OPENBLAS.variable();
  }

  private static String config(SharedLibrary library) {
    try {
      MethodHandle config = library.textFunction(GET_CONFIG, "");
      return SharedLibrary.text((MemorySegment) config.invokeExact()).strip();
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(GET_CONFIG, e);
    }
  }

  private static void oneThread(SharedLibrary library) {
    try {
      library.voidFunction(SET_THREADS, "i").invokeExact(1);
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(SET_THREADS, e);
    }
  }

  /** The file or name it was opened by. */
  public String path() {
    return path;
  }

  /** What the library says of itself: version, options, processor. */
  public String version() {
    return version;
  }

  /** Computes a product in host memory; C alone is modified. */
  public void multiply(StridedGemm call) {
    for (int n = 0; n < call.batch; n++) {
      multiply(
          call,
          call.a + 4 * n * call.aSpacing,
          call.b + 4 * n * call.bSpacing,
          call.c + 4 * n * call.cSpacing);
    }
  }

  private void multiply(StridedGemm call, long a, long b, long c) {
    try {
      sgemm.invokeExact(
          ROW_MAJOR,
          call.transposed ? TRANSPOSED : NOT_TRANSPOSED,
          NOT_TRANSPOSED,
          call.rows,
          call.columns,
          call.terms,
          1f,
          a,
          call.aLeading,
          b,
          call.bLeading,
          call.accumulate ? 1f : 0f,
          c,
          call.cLeading);
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(SGEMM, e);
    }
  }
}
