package rivulet.tensor.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static rivulet.tensor.kernel.Lanes.BYTES;
import static rivulet.tensor.kernel.Lanes.BYTE_ORDER;
import static rivulet.tensor.kernel.Lanes.COUNT;
import static rivulet.tensor.kernel.Lanes.F;
import static rivulet.tensor.kernel.Lanes.I;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Elu with α = 1: φ = x &lt; 0 ? expm1(x) : x, φ′ = x &lt; 0 ? exp(x) : 1, φ″ = x &lt; 0 ? exp(x) :
 * 0.
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
final class Elu {
  private Elu() {}

  static float value(float x) {
    return x < 0 ? Exponential.decayLessOne(x) : x;
  }

  static float derivative(float x) {
    return x >= 0 ? 1f : Exponential.decay(x);
  }

  static float second(float x) {
    return x >= 0 ? 0f : Exponential.decay(x);
  }

  /** y = φ(x). */
  static void value(MemorySegment x, long xo, MemorySegment y, long yo, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, x, xo, BYTE_ORDER);
      FloatVector minus = v.abs().neg();
      FloatVector z =
          minus.blend(Exponential.LOWEST, minus.compare(VectorOperators.LT, Exponential.LOWEST));
      FloatVector k = z.fma(broadcast(F, Exponential.LOG2_E), broadcast(F, Exponential.ROUNDER));
      FloatVector m = k.sub(Exponential.ROUNDER);
      FloatVector r =
          m.fma(
              broadcast(F, Exponential.MINUS_LN2_LOW),
              m.fma(broadcast(F, Exponential.MINUS_LN2_HIGH), z));
      FloatVector t =
          r.mul(r)
              .fma(
                  broadcast(F, Exponential.E5)
                      .fma(r, broadcast(F, Exponential.E4))
                      .fma(r, broadcast(F, Exponential.E3))
                      .fma(r, broadcast(F, Exponential.E2))
                      .fma(r, broadcast(F, Exponential.E1))
                      .fma(r, broadcast(F, Exponential.E0)),
                  r);
      k.intoMemorySegment(y, yo, BYTE_ORDER);
      IntVector.fromMemorySegment(I, y, yo, BYTE_ORDER)
          .lanewise(VectorOperators.LSHL, 23)
          .intoMemorySegment(y, yo, BYTE_ORDER);
      FloatVector scale = FloatVector.fromMemorySegment(F, y, yo, BYTE_ORDER);
      FloatVector power = scale.mul(Exponential.DOWN);
      FloatVector less = power.fma(t, power.sub(1f));
      v.blend(less, v.compare(VectorOperators.LT, 0f)).intoMemorySegment(y, yo, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);

      Lanes.set(y, yo, value(v));
      xo += Float.BYTES;
      yo += Float.BYTES;
    }
  }

  /** y = φ(x) and d = φ′(x) in one pass. */
  static void valueAndDerivative(
      MemorySegment x, long xo, MemorySegment y, long yo, MemorySegment d, long do_, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, x, xo, BYTE_ORDER);
      FloatVector minus = v.abs().neg();
      FloatVector z =
          minus.blend(Exponential.LOWEST, minus.compare(VectorOperators.LT, Exponential.LOWEST));
      FloatVector k = z.fma(broadcast(F, Exponential.LOG2_E), broadcast(F, Exponential.ROUNDER));
      FloatVector m = k.sub(Exponential.ROUNDER);
      FloatVector r =
          m.fma(
              broadcast(F, Exponential.MINUS_LN2_LOW),
              m.fma(broadcast(F, Exponential.MINUS_LN2_HIGH), z));
      FloatVector t =
          r.mul(r)
              .fma(
                  broadcast(F, Exponential.E5)
                      .fma(r, broadcast(F, Exponential.E4))
                      .fma(r, broadcast(F, Exponential.E3))
                      .fma(r, broadcast(F, Exponential.E2))
                      .fma(r, broadcast(F, Exponential.E1))
                      .fma(r, broadcast(F, Exponential.E0)),
                  r);
      k.intoMemorySegment(y, yo, BYTE_ORDER);
      IntVector.fromMemorySegment(I, y, yo, BYTE_ORDER)
          .lanewise(VectorOperators.LSHL, 23)
          .intoMemorySegment(y, yo, BYTE_ORDER);
      FloatVector scale = FloatVector.fromMemorySegment(F, y, yo, BYTE_ORDER);
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      FloatVector power = scale.mul(Exponential.DOWN);
      FloatVector less = power.fma(t, power.sub(1f));
      VectorMask<Float> positive = v.compare(VectorOperators.GE, 0f);
      v.blend(less, v.compare(VectorOperators.LT, 0f)).intoMemorySegment(y, yo, BYTE_ORDER);
      e.blend(1f, positive).intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);

      Lanes.set(y, yo, value(v));
      Lanes.set(d, do_, derivative(v));
      xo += Float.BYTES;
      yo += Float.BYTES;
      do_ += Float.BYTES;
    }
  }

  /** d = φ′(x). */
  static void derivative(MemorySegment x, long xo, MemorySegment d, long do_, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, x, xo, BYTE_ORDER);
      FloatVector minus = v.abs().neg();
      FloatVector z =
          minus.blend(Exponential.LOWEST, minus.compare(VectorOperators.LT, Exponential.LOWEST));
      FloatVector k = z.fma(broadcast(F, Exponential.LOG2_E), broadcast(F, Exponential.ROUNDER));
      FloatVector m = k.sub(Exponential.ROUNDER);
      FloatVector r =
          m.fma(
              broadcast(F, Exponential.MINUS_LN2_LOW),
              m.fma(broadcast(F, Exponential.MINUS_LN2_HIGH), z));
      FloatVector t =
          r.mul(r)
              .fma(
                  broadcast(F, Exponential.E5)
                      .fma(r, broadcast(F, Exponential.E4))
                      .fma(r, broadcast(F, Exponential.E3))
                      .fma(r, broadcast(F, Exponential.E2))
                      .fma(r, broadcast(F, Exponential.E1))
                      .fma(r, broadcast(F, Exponential.E0)),
                  r);
      k.intoMemorySegment(d, do_, BYTE_ORDER);
      IntVector.fromMemorySegment(I, d, do_, BYTE_ORDER)
          .lanewise(VectorOperators.LSHL, 23)
          .intoMemorySegment(d, do_, BYTE_ORDER);
      FloatVector scale = FloatVector.fromMemorySegment(F, d, do_, BYTE_ORDER);
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      VectorMask<Float> positive = v.compare(VectorOperators.GE, 0f);
      e.blend(1f, positive).intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);

      Lanes.set(d, do_, derivative(v));
      xo += Float.BYTES;
      do_ += Float.BYTES;
    }
  }

  /** s = φ″(x). */
  static void secondDerivative(MemorySegment x, long xo, MemorySegment s, long so, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, x, xo, BYTE_ORDER);
      FloatVector minus = v.abs().neg();
      FloatVector z =
          minus.blend(Exponential.LOWEST, minus.compare(VectorOperators.LT, Exponential.LOWEST));
      FloatVector k = z.fma(broadcast(F, Exponential.LOG2_E), broadcast(F, Exponential.ROUNDER));
      FloatVector m = k.sub(Exponential.ROUNDER);
      FloatVector r =
          m.fma(
              broadcast(F, Exponential.MINUS_LN2_LOW),
              m.fma(broadcast(F, Exponential.MINUS_LN2_HIGH), z));
      FloatVector t =
          r.mul(r)
              .fma(
                  broadcast(F, Exponential.E5)
                      .fma(r, broadcast(F, Exponential.E4))
                      .fma(r, broadcast(F, Exponential.E3))
                      .fma(r, broadcast(F, Exponential.E2))
                      .fma(r, broadcast(F, Exponential.E1))
                      .fma(r, broadcast(F, Exponential.E0)),
                  r);
      k.intoMemorySegment(s, so, BYTE_ORDER);
      IntVector.fromMemorySegment(I, s, so, BYTE_ORDER)
          .lanewise(VectorOperators.LSHL, 23)
          .intoMemorySegment(s, so, BYTE_ORDER);
      FloatVector scale = FloatVector.fromMemorySegment(F, s, so, BYTE_ORDER);
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      VectorMask<Float> positive = v.compare(VectorOperators.GE, 0f);
      e.blend(0f, positive).intoMemorySegment(s, so, BYTE_ORDER);
      xo += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);

      Lanes.set(s, so, second(v));
      xo += Float.BYTES;
      so += Float.BYTES;
    }
  }

  /** s = d &lt; 1 ? d : 0, from d = φ′; for −2⁻²⁵ &lt; x &lt; 0, where d rounds to 1, that is 0. */
  static void secondFromFirst(MemorySegment d, long do_, MemorySegment s, long so, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector dv = FloatVector.fromMemorySegment(F, d, do_, BYTE_ORDER);
      dv.blend(0f, dv.compare(VectorOperators.GE, 1f)).intoMemorySegment(s, so, BYTE_ORDER);
      do_ += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float dv = Lanes.get(d, do_);
      Lanes.set(s, so, fromFirst(dv));
      do_ += Float.BYTES;
      so += Float.BYTES;
    }
  }

  private static float fromFirst(float d) {
    return d >= 1 ? 0f : d;
  }
}
