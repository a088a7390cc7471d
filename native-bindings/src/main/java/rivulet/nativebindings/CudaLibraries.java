package rivulet.nativebindings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The CUDA runtime and cuBLAS of one major version; mixed pairs are never taken.
 *
 * @param major 11, 12 or 13
 */
public record CudaLibraries(int major, Cudart runtime, Cublas blas) {
  /** A pair of file names. */
  private record Names(int major, String runtime, String blas) {
    String text() {
      return runtime + " with " + blas;
    }
  }

  private static final List<Names> NEWEST_FIRST =
      List.of(
          new Names(13, "libcudart.so.13", "libcublas.so.13"),
          new Names(12, "libcudart.so.12", "libcublas.so.12"),
          new Names(11, "libcudart.so.11.0", "libcublas.so.11"));

  /** The newest complete pair in that folder, or in the system's. */
  public static Availability<CudaLibraries> find(Optional<Path> folder) {
    List<String> found = new ArrayList<>();
    try {
      for (Names names : NEWEST_FIRST) {
        Optional<SharedLibrary> runtime = SharedLibrary.open(folder, names.runtime());
        // Opened after the runtime, which it then finds in memory wherever it lies.
        Optional<SharedLibrary> blas = SharedLibrary.open(folder, names.blas());
        if (runtime.isPresent() && blas.isPresent()) {
          return new Availability.Available<>(
              new CudaLibraries(names.major(), new Cudart(runtime.get()), new Cublas(blas.get())));
        }
        runtime.ifPresent(library -> found.add(library.name() + " without " + names.blas()));
        blas.ifPresent(library -> found.add(library.name() + " without " + names.runtime()));
      }
    } catch (IllegalStateException e) {
      return new Availability.Unavailable<>("CUDA: " + e.getMessage());
    }
    return new Availability.Unavailable<>(missing(folder, found));
  }

  private static String missing(Optional<Path> folder, List<String> found) {
    String wanted = String.join(", ", NEWEST_FIRST.stream().map(Names::text).toList());
    return "CUDA: no pair of libraries"
        + folder.map(path -> " in " + path).orElse(" on this system")
        + (found.isEmpty() ? "" : ", only " + String.join(" and ", found))
        + "; looked for "
        + wanted
        + "; install the CUDA toolkit with cuBLAS, or name the folder by "
        + LibraryFolder.CUDA.variable();
  }
}
