package rivulet.tensor.kernel;

import static rivulet.tensor.kernel.Lanes.BYTES;
import static rivulet.tensor.kernel.Lanes.BYTE_ORDER;
import static rivulet.tensor.kernel.Lanes.COUNT;
import static rivulet.tensor.kernel.Lanes.F;

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
    FloatVector v = FloatVector.broadcast(F, value);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      v.intoMemorySegment(dst, to, BYTE_ORDER);
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
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER)
          .add(FloatVector.fromMemorySegment(F, b, bo, BYTE_ORDER))
          .intoMemorySegment(dst, to, BYTE_ORDER);
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

  /** dst = a · b, element by element. */
  public static void multiply(
      MemorySegment a, long ao, MemorySegment b, long bo, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("b", b, bo, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    Operands.apart(b, bo, dst, to, n);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER)
          .mul(FloatVector.fromMemorySegment(F, b, bo, BYTE_ORDER))
          .intoMemorySegment(dst, to, BYTE_ORDER);
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
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER)
          .mul(s)
          .intoMemorySegment(dst, to, BYTE_ORDER);
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
    FloatVector v = FloatVector.broadcast(F, s);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER)
          .fma(v, FloatVector.fromMemorySegment(F, b, bo, BYTE_ORDER))
          .intoMemorySegment(dst, to, BYTE_ORDER);
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

  /** dst = dst + a. */
  public static void accumulate(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector.fromMemorySegment(F, dst, to, BYTE_ORDER)
          .add(FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER))
          .intoMemorySegment(dst, to, BYTE_ORDER);
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
    FloatVector v = FloatVector.broadcast(F, s);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER)
          .fma(v, FloatVector.fromMemorySegment(F, dst, to, BYTE_ORDER))
          .intoMemorySegment(dst, to, BYTE_ORDER);
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
