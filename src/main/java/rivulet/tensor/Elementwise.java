package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Linear arithmetic on runs of floats. Every operand is a native segment, a byte offset into it and
 * the common count {@code n} ≥ 0; only {@code dst} is modified; it may start exactly where a source
 * starts, but not overlap one otherwise. Offsets need no alignment (64 bytes is fastest).
 *
 * <p>One rounding per operation named in the formula; fma rounds once. The vector body and the
 * scalar tail give the same bits, so no result depends on the vector width. Two loads and a store
 * per vector at most: bound by memory, 2 to 4 live registers. Operands that do not lie in a native
 * segment throw {@link IllegalArgumentException}.
 */
public final class Elementwise {
  private Elementwise() {}

  /** dst = value. */
  public static void fill(float value, MemorySegment dst, long to, int n) {
    Operands.check("dst", dst, to, n);
    FloatVector v = Lanes.all(value);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(v, dst, to);
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, value);
      to += Float.BYTES;
    }
  }

  /** dst = a, bit for bit. */
  public static void copy(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    MemorySegment.copy(a, ao, dst, to, (long) n * Float.BYTES);
  }

  /** dst = a + b. */
  public static void add(
      MemorySegment a, long ao, MemorySegment b, long bo, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    Operands.apart(b, bo, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).add(Lanes.load(b, bo)), dst, to);
      ao += BYTES;
      bo += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Lanes.get(a, ao) + Lanes.get(b, bo));
      ao += Float.BYTES;
      bo += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = a − b. */
  public static void subtract(
      MemorySegment a, long ao, MemorySegment b, long bo, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    Operands.apart(b, bo, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).sub(Lanes.load(b, bo)), dst, to);
      ao += BYTES;
      bo += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Lanes.get(a, ao) - Lanes.get(b, bo));
      ao += Float.BYTES;
      bo += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = a · b, element by element. */
  public static void multiply(
      MemorySegment a, long ao, MemorySegment b, long bo, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    Operands.apart(b, bo, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).mul(Lanes.load(b, bo)), dst, to);
      ao += BYTES;
      bo += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Lanes.get(a, ao) * Lanes.get(b, bo));
      ao += Float.BYTES;
      bo += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = s · a. */
  public static void scale(MemorySegment a, long ao, float s, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).mul(s), dst, to);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Lanes.get(a, ao) * s);
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = fma(s, a, b). */
  public static void axpy(
      float s,
      MemorySegment a,
      long ao,
      MemorySegment b,
      long bo,
      MemorySegment dst,
      long to,
      int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    Operands.apart(b, bo, dst, to, n);
    FloatVector v = Lanes.all(s);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).fma(v, Lanes.load(b, bo)), dst, to);
      ao += BYTES;
      bo += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Math.fma(s, Lanes.get(a, ao), Lanes.get(b, bo)));
      ao += Float.BYTES;
      bo += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = fma(a, b, c), element by element. */
  public static void multiplyAdd(
      MemorySegment a,
      long ao,
      MemorySegment b,
      long bo,
      MemorySegment c,
      long co,
      MemorySegment dst,
      long to,
      int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    Operands.check("c", c, co, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    Operands.apart(b, bo, dst, to, n);
    Operands.apart(c, co, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).fma(Lanes.load(b, bo), Lanes.load(c, co)), dst, to);
      ao += BYTES;
      bo += BYTES;
      co += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Math.fma(Lanes.get(a, ao), Lanes.get(b, bo), Lanes.get(c, co)));
      ao += Float.BYTES;
      bo += Float.BYTES;
      co += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = dst + a. */
  public static void accumulate(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(dst, to).add(Lanes.load(a, ao)), dst, to);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Lanes.get(dst, to) + Lanes.get(a, ao));
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }

  /** dst = fma(s, a, dst). */
  public static void accumulateScaled(
      float s, MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    FloatVector v = Lanes.all(s);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(Lanes.load(a, ao).fma(v, Lanes.load(dst, to)), dst, to);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, Math.fma(s, Lanes.get(a, ao), Lanes.get(dst, to)));
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }
}
