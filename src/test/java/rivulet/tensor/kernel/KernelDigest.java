package rivulet.tensor.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import rivulet.tensor.kernel.KernelCatalog.Run;

/**
 * Prints {@code lanes digest} for all kernels of the room on fixed data, first as the interpreter
 * runs them and again when they are compiled; the program that {@link WidthTest} starts.
 */
final class KernelDigest {
  private static final int N = 2077;
  private static final long PRIME = 0x100000001b3L;

  private KernelDigest() {}

  public static void main(String[] args) {
    int repeats = Integer.parseInt(args[0]);
    long digest = once();
    for (int i = 1; i < repeats; i++) {
      long again = once();
      if (again != digest) {
        throw new IllegalStateException(
            "digest: round " + i + " differs from the first; the bits depend on the JIT state");
      }
    }
    System.out.println(Lanes.COUNT + " " + Long.toHexString(digest));
  }

  /** One pass over all kernels. */
  static long once() {
    long digest = 0xcbf29ce484222325L;
    try (Arena arena = Arena.ofShared()) {
      for (KernelCatalog.Entry entry : KernelCatalog.all()) {
        Run[] r = new Run[5];
        for (int i = 0; i < r.length; i++) {
          r[i] = new Run(arena.allocate(4L * N, 64), 0);
          SampleFloats.fill(r[i].segment(), i);
        }
        entry.call().run(r[0], r[1], r[2], r[3], r[4], N);
        digest = mix(mix(digest, r[3].segment()), r[4].segment());
      }
      return mixReductions(digest, arena);
    }
  }

  private static long mix(long digest, MemorySegment segment) {
    long result = digest;
    for (int i = 0; i < N; i++) {
      result = (result ^ Float.floatToIntBits(Lanes.get(segment, 4L * i))) * PRIME;
    }
    return result;
  }

  private static long mixReductions(long digest, Arena arena) {
    MemorySegment a = arena.allocate(4L * N, 64);
    MemorySegment b = arena.allocate(4L * N, 64);
    SampleFloats.fillOrdinary(a, 1);
    SampleFloats.fillOrdinary(b, 2);
    long result = digest;
    double[] values = {
      Reductions.dot(a, 0, b, 0, N),
      Reductions.sum(a, 0, N),
      Reductions.sumOfSquares(b, 0, N),
      Reductions.allFinite(a, 0, N) ? 1 : 0
    };
    for (double value : values) {
      result = (result ^ Double.doubleToLongBits(value)) * PRIME;
    }
    return result;
  }
}
