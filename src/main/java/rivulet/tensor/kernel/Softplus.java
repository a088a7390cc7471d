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
 * Softplus: φ = max(x,0) + log1p(e), φ′ = σ(x), φ″ = e/(1+e)², with e = exp(−|x|) shared.
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
final class Softplus {
  private Softplus() {}

  static float value(float x, float e) {
    return Logarithm.onePlus(e) + (x > 0 ? x : 0f);
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
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      FloatVector log =
          e.mul(e)
              .fma(
                  broadcast(F, Logarithm.P9)
                      .fma(e, broadcast(F, Logarithm.P8))
                      .fma(e, broadcast(F, Logarithm.P7))
                      .fma(e, broadcast(F, Logarithm.P6))
                      .fma(e, broadcast(F, Logarithm.P5))
                      .fma(e, broadcast(F, Logarithm.P4))
                      .fma(e, broadcast(F, Logarithm.P3))
                      .fma(e, broadcast(F, Logarithm.P2))
                      .fma(e, broadcast(F, Logarithm.P1))
                      .fma(e, broadcast(F, Logarithm.P0)),
                  e);
      FloatVector ramp = broadcast(F, 0f).blend(v, v.compare(VectorOperators.GT, 0f));
      log.add(ramp).intoMemorySegment(y, yo, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(y, yo, value(v, e));
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
      FloatVector log =
          e.mul(e)
              .fma(
                  broadcast(F, Logarithm.P9)
                      .fma(e, broadcast(F, Logarithm.P8))
                      .fma(e, broadcast(F, Logarithm.P7))
                      .fma(e, broadcast(F, Logarithm.P6))
                      .fma(e, broadcast(F, Logarithm.P5))
                      .fma(e, broadcast(F, Logarithm.P4))
                      .fma(e, broadcast(F, Logarithm.P3))
                      .fma(e, broadcast(F, Logarithm.P2))
                      .fma(e, broadcast(F, Logarithm.P1))
                      .fma(e, broadcast(F, Logarithm.P0)),
                  e);
      FloatVector ramp = broadcast(F, 0f).blend(v, v.compare(VectorOperators.GT, 0f));
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      FloatVector a = broadcast(F, 1f).blend(e, negative);
      FloatVector dropped = e.sub(sum.sub(1f));
      FloatVector q = a.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, a));
      FloatVector sigma = remainder.fma(u, q.neg());
      log.add(ramp).intoMemorySegment(y, yo, BYTE_ORDER);
      sigma.intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(y, yo, value(v, e));
      Lanes.set(d, do_, Sigmoid.value(v, e));
      xo += Float.BYTES;
      yo += Float.BYTES;
      do_ += Float.BYTES;
    }
  }

  /** d = φ′(x). */
  static void derivative(MemorySegment x, long xo, MemorySegment d, long do_, int n) {
    Sigmoid.value(x, xo, d, do_, n);
  }

  /** s = φ″(x). */
  static void secondDerivative(MemorySegment x, long xo, MemorySegment s, long so, int n) {
    Sigmoid.derivative(x, xo, s, so, n);
  }

  /** s = d − d², from d = φ′. */
  static void secondFromFirst(MemorySegment d, long do_, MemorySegment s, long so, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector dv = FloatVector.fromMemorySegment(F, d, do_, BYTE_ORDER);
      dv.neg().fma(dv, dv).intoMemorySegment(s, so, BYTE_ORDER);
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
    return Math.fma(-d, d, d);
  }
}
