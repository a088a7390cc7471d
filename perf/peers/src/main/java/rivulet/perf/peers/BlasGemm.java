package rivulet.perf.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;
import rivulet.nativebindings.Availability;
import rivulet.nativebindings.OpenBlas;
import rivulet.perf.Clock;
import rivulet.perf.TestValues;

/** OpenBLAS's cblas_sgemm on row-major matrices. */
final class BlasGemm implements Peer {
  private final Clock clock;
  private final GemmRows.Extents extents;
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;
  private final String core = core();

  BlasGemm(GemmRows.Extents extents, int threads) {
    clock = Clock.of(threads);
    openblas_nolapack.blas_set_num_threads(threads);
    this.extents = extents;
    int m = extents.rows();
    int k = extents.inner();
    int n = extents.columns();
    a = new FloatPointer(TestValues.floats(TestValues.INPUT, 0, m * k));
    b = new FloatPointer(TestValues.floats(TestValues.WEIGHT, 0, k * n));
    c = new FloatPointer((long) m * n);
  }

  @Override
  public String variant() {
    return core;
  }

  /** The kernels that the library chose for this processor, as it says itself. */
  private static String core() {
    Path folder = Path.of(Loader.load(openblas_nolapack.class)).getParent();
    return switch (OpenBlas.find(Optional.of(folder))) {
      case Availability.Available<OpenBlas>(OpenBlas library) -> core(library.version());
      case Availability.Unavailable<OpenBlas>(String reason) -> reason;
    };
  }

  /** Of {@code OpenBLAS 0.3.30 … DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64}. */
  private static String core(String version) {
    List<String> words = List.of(version.split(" ", -1));
    return words.get(Math.max(0, words.size() - 2));
  }

  @Override
  public double seconds(int repetitions) {
    int m = extents.rows();
    int k = extents.inner();
    int n = extents.columns();
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          openblas.CblasNoTrans,
          m,
          n,
          k,
          1f,
          a,
          k,
          b,
          n,
          0f,
          c,
          n);
    }
    return clock.now() - start;
  }

  @Override
  public double error(float[] ours) {
    seconds(1);
    float[] theirs = new float[ours.length];
    c.get(theirs);
    return Errors.relative(ours, theirs);
  }

  @Override
  public void close() {
    a.close();
    b.close();
    c.close();
  }
}
