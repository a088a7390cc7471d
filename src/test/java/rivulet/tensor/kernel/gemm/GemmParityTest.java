package rivulet.tensor.kernel.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.CpuGemm;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.SampleFloats;

/** {@link Gemm} bit for bit against the chains of its contract, and against float64. */
final class GemmParityTest {
  private static final int GUARD = 64;

  /** Measured 3.6 roundings of 2⁻²⁴ relative to Σ|a·b|; 1024 terms. */
  private static final double BOUND = 6 * 0x1p-24;

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,1,16",
    "3,2,15",
    "5,7,17",
    "7,100,13",
    "8,255,31",
    "9,256,32",
    "6,257,33",
    "13,300,48",
    "192,9,1",
    "193,5,15",
    "385,3,64",
    "64,27,1024",
    "2,1024,80",
    "31,513,97",
    "14,64,208",
    "1,33,8",
    "4,8,25",
    "200,6,207",
    "511,3,400",
    "512,5,383",
    "512,7,384",
    "513,258,416",
    "515,260,1041",
    "514,2,2059"
  })
  void bitsOfTheContract(int m, int k, int n) {
    for (boolean accumulate : new boolean[] {false, true}) {
      for (int shift : new int[] {0, 4}) {
        try (Arena arena = Arena.ofShared();
            CpuGemm gemm = new CpuGemm()) {
          Matrix a = matrix(arena, m, k, shift, 1);
          Matrix b = matrix(arena, k, n, shift, 2);
          Matrix c = matrix(arena, m, n, shift, 3);
          float[] old = values(c);
          gemm.multiply(a, b, c, accumulate);
          verify(values(a), values(b), old, values(c), a, b, accumulate);
          assertGuards(c, shift);
        }
      }
    }
  }

  /** Of the left side as it lies, and of its transpose in memory of its own. */
  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "3,2,15",
    "7,100,13",
    "9,256,32",
    "6,257,33",
    "193,5,15",
    "64,585,64",
    "2,1024,80",
    "31,513,97",
    "512,7,384",
    "515,260,1041"
  })
  void transposedLeftSideGivesTheSameBits(int m, int k, int n) {
    for (boolean accumulate : new boolean[] {false, true}) {
      try (Arena arena = Arena.ofShared();
          Workspace workspace = new Workspace()) {
        Gemm gemm = new Gemm(workspace.allocate(Gemm.SCRATCH_BYTES), 0);
        Matrix a = matrix(arena, m, k, 4, 1);
        Matrix lying = matrix(arena, k, m, 4, 4);
        for (int i = 0; i < m * k; i++) {
          float value = Lanes.get(a.segment(), a.at() + 4L * i);
          Lanes.set(lying.segment(), lying.at() + 4L * (i % k * m + i / k), value);
        }
        Matrix b = matrix(arena, k, n, 4, 2);
        Matrix expected = matrix(arena, m, n, 4, 3);
        Matrix found = matrix(arena, m, n, 4, 3);
        gemm.multiply(a, b, expected, accumulate);
        gemm.multiplyTransposed(lying, b, found, accumulate);
        assertArrayEquals(values(expected), values(found));
        assertGuards(found, 4);
      }
    }
  }

  private static void verify(
      float[] a, float[] b, float[] old, float[] c, Matrix as, Matrix bs, boolean accumulate) {
    int terms = as.columns();
    int n = bs.columns();
    for (int i = 0; i < c.length; i++) {
      double exact = accumulate ? old[i] : 0;
      double magnitude = Math.abs(exact);
      float sum = accumulate ? old[i] : 0;
      float chain = 0;
      for (int k = 0; k < terms; k++) {
        float x = a[i / n * terms + k];
        float y = b[k * n + i % n];
        exact += (double) x * y;
        magnitude += Math.abs((double) x * y);
        chain = Math.fma(x, y, chain);
        if ((k + 1) % 256 == 0 || k + 1 == terms) {
          sum = k < 256 && !accumulate ? chain : sum + chain;
          chain = 0;
        }
      }
      assertEquals(Float.floatToIntBits(sum), Float.floatToIntBits(c[i]), "element " + i);
      assertTrue(Math.abs(c[i] - exact) <= BOUND * magnitude, "element " + i);
    }
  }

  private static Matrix matrix(Arena arena, int rows, int columns, int shift, long seed) {
    MemorySegment segment = arena.allocate(4L * rows * columns + 2 * GUARD + shift, 64);
    SampleFloats.fillOrdinary(segment, seed);
    segment.asSlice(0, GUARD + shift).fill((byte) 0x5a);
    segment.asSlice(segment.byteSize() - GUARD).fill((byte) 0x5a);
    return new Matrix(segment, GUARD + shift, rows, columns);
  }

  private static float[] values(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Lanes.get(matrix.segment(), matrix.at() + 4L * i);
    }
    return values;
  }

  private static void assertGuards(Matrix c, int shift) {
    float guard = Float.intBitsToFloat(0x5a5a5a5a);
    long end = c.segment().byteSize() - GUARD;
    for (long at = 0; at < GUARD + shift; at += 4) {
      assertEquals(guard, Lanes.get(c.segment(), at), "before C");
    }
    for (long at = end; at < end + GUARD; at += 4) {
      assertEquals(guard, Lanes.get(c.segment(), at), "after C");
    }
  }

  @Test
  void refusals() {
    try (Arena arena = Arena.ofShared();
        CpuGemm gemm = new CpuGemm()) {
      Matrix a = matrix(arena, 64, 27, 0, 1);
      Matrix b = matrix(arena, 28, 1024, 0, 2);
      Matrix c = matrix(arena, 64, 1024, 0, 3);
      assertEquals(
          "gemm: inner dimensions differ: A is 64x27, B is 28x1024",
          refusal(() -> gemm.multiply(a, b, c, false)));
      Matrix right = matrix(arena, 27, 1024, 0, 2);
      Matrix wrong = matrix(arena, 64, 1023, 0, 3);
      assertEquals(
          "gemm: C is 64x1023, the product of A 64x27 and B 27x1024 is 64x1024",
          refusal(() -> gemm.multiply(a, right, wrong, false)));
      Matrix square = matrix(arena, 8, 8, 0, 4);
      Gemm own = new Gemm(arena.allocate(Gemm.SCRATCH_BYTES, 64), 0);
      assertEquals(
          "gemm: inner dimensions differ: transposed A is 27x64, B is 28x1024",
          refusal(() -> own.multiplyTransposed(a, b, c, false)));
      assertEquals(
          "gemm: C overlaps B; give it memory of its own",
          refusal(() -> gemm.multiply(matrix(arena, 8, 8, 0, 5), square, square, false)));
      MemorySegment small = arena.allocate(64);
      assertEquals(
          "gemm: scratch must be native memory with "
              + Gemm.SCRATCH_BYTES
              + " bytes from byte 0, the segment has 64",
          refusal(() -> new Gemm(small, 0)));
      assertEquals(
          "matrix: 4x5 needs 80 bytes from byte 0, the segment has 64",
          refusal(() -> new Matrix(small, 0, 4, 5)));
      assertEquals(
          "matrix: needs at least one row and column, found 0x5",
          refusal(() -> new Matrix(small, 0, 0, 5)));
    }
  }

  @Test
  void theBackendSaysWhatItIs() {
    try (CpuGemm gemm = new CpuGemm()) {
      assertEquals("cpu", gemm.name());
      assertTrue(gemm.keepsBits());
      assertEquals(32 * Lanes.COUNT + "-bit vectors, Java " + Runtime.version(), gemm.device());
    }
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }
}
