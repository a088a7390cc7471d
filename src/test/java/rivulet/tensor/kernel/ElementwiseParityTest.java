package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.tensor.kernel.KernelCatalog.Entry;
import rivulet.tensor.kernel.KernelCatalog.Run;

/** Every element-wise kernel against its one-element reference, bit for bit (NaNs are equal). */
final class ElementwiseParityTest {
  private static final int[] SIZES = {0, 1, 2, 3, 7, 15, 16, 17, 31, 33, 63, 64, 65, 100, 1000};
  private static final int[] OFFSETS = {0, 4, 20, 64};
  private static final int MARGIN = 40;

  static List<Entry> kernels() {
    return KernelCatalog.all();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void equalsReference(Entry entry) {
    for (int n : SIZES) {
      for (int offset : OFFSETS) {
        compare(entry, n, offset, false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void equalsReferenceInPlace(Entry entry) {
    for (int n : SIZES) {
      compare(entry, n, 8, true);
    }
  }

  private static void compare(Entry entry, int n, int offset, boolean inPlace) {
    try (Arena arena = Arena.ofShared()) {
      Run a = run(arena, n, offset, 1);
      Run b = run(arena, n, offset + 4, 2);
      Run c = run(arena, n, offset + 12, 3);
      Run dst = inPlace ? a : run(arena, n, offset + 24, 4);
      Run d = run(arena, n, offset, 5);
      Elementwise.fill(KernelCatalog.UNTOUCHED, d.segment(), d.offset(), n);
      float[][] old = {read(a), read(b), read(c), read(dst), read(d)};
      entry.call().run(a, b, c, dst, d, n);
      check(entry, n, dst, old[3], old, entry.first());
      check(entry, n, d, old[4], old, entry.second());
    }
  }

  private static void check(
      Entry entry, int n, Run result, float[] before, float[][] old, KernelCatalog.Reference of) {
    float[] after = read(result);
    int start = (int) (result.offset() / Float.BYTES);
    for (int i = 0; i < after.length; i++) {
      int k = i - start;
      float expected =
          k < 0 || k >= n
              ? before[i]
              : of.of(at(old[0], k, n), at(old[1], k, n), at(old[2], k, n), at(old[3], k, n));
      String where = entry.name() + " n=" + n + " element " + k;
      assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(after[i]), where);
    }
  }

  private static Run run(Arena arena, int n, int offset, long seed) {
    MemorySegment segment = arena.allocate(offset + 4L * n + MARGIN, 64);
    SampleFloats.fill(segment, seed);
    return new Run(segment, offset);
  }

  /** The k-th element of a run of n, whose array ends with the margin. */
  private static float at(float[] all, int k, int n) {
    return all[all.length - MARGIN / Float.BYTES - n + k];
  }

  private static float[] read(Run run) {
    float[] all = new float[(int) (run.segment().byteSize() / Float.BYTES)];
    for (int i = 0; i < all.length; i++) {
      all[i] = Lanes.get(run.segment(), (long) i * Float.BYTES);
    }
    return all;
  }
}
