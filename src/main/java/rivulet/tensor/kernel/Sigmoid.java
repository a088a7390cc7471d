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
 * Sigmoid: φ = (x &lt; 0 ? e : 1)/(1+e), φ′ = e/(1+e)², φ″ = φ′·(1−2φ) = −sign(x)·φ′·(1−e)/(1+e),
 * with e = exp(−|x|).
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
final class Sigmoid {
  private Sigmoid() {}

  static float value(float x, float e) {
    return quotient(x < 0 ? e : 1f, 0f, e);
  }

  /**
   * (a + rest)/(1+e) for e in [0, 1] and a tiny rest: the first quotient is corrected by its
   * remainder, which counts the rest and the part of e that the sum 1+e dropped. What is left is
   * little more than one rounding.
   */
  static float quotient(float a, float rest, float e) {
    float sum = e + 1f;
    float dropped = e - (sum - 1f);
    float r = 1f / sum;
    float q = a * r;
    float remainder = Math.fma(-q, dropped, Math.fma(-q, sum, a) + rest);
    return Math.fma(remainder, r, q);
  }

  static float derivative(float e) {
    float r = 1f / (e + 1f);
    return e * r * r;
  }

  static float second(float x, float e) {
    float r = 1f / (e + 1f);
    float s = e * r * r * Exponential.decayLessOne(x) * r;
    return x < 0 ? -s : s;
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
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      FloatVector a = broadcast(F, 1f).blend(e, negative);
      FloatVector dropped = e.sub(sum.sub(1f));
      FloatVector q = a.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, a));
      FloatVector sigma = remainder.fma(u, q.neg());
      sigma.intoMemorySegment(y, yo, BYTE_ORDER);
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
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      FloatVector a = broadcast(F, 1f).blend(e, negative);
      FloatVector dropped = e.sub(sum.sub(1f));
      FloatVector q = a.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, a));
      FloatVector sigma = remainder.fma(u, q.neg());
      FloatVector bell = e.mul(u).mul(u);
      sigma.intoMemorySegment(y, yo, BYTE_ORDER);
      bell.intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(y, yo, value(v, e));
      Lanes.set(d, do_, derivative(e));
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
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector bell = e.mul(u).mul(u);
      bell.intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(d, do_, derivative(e));
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
      FloatVector power = scale.mul(Exponential.DOWN);
      FloatVector less = power.fma(t, power.sub(1f));
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector bell = e.mul(u).mul(u);
      FloatVector s2 = bell.mul(less).mul(u);
      s2.blend(s2.neg(), v.compare(VectorOperators.LT, 0f)).intoMemorySegment(s, so, BYTE_ORDER);
      xo += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(s, so, second(v, e));
      xo += Float.BYTES;
      so += Float.BYTES;
    }
  }

  /** s = d(1 − 2h), from h = φ and d = φ′. */
  static void secondFromFirst(
      MemorySegment h, long ho, MemorySegment d, long do_, MemorySegment s, long so, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector hv = FloatVector.fromMemorySegment(F, h, ho, BYTE_ORDER);
      FloatVector dv = FloatVector.fromMemorySegment(F, d, do_, BYTE_ORDER);
      hv.fma(broadcast(F, -2f), broadcast(F, 1f)).mul(dv).intoMemorySegment(s, so, BYTE_ORDER);
      ho += BYTES;
      do_ += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float hv = Lanes.get(h, ho);
      float dv = Lanes.get(d, do_);
      Lanes.set(s, so, fromFirst(hv, dv));
      ho += Float.BYTES;
      do_ += Float.BYTES;
      so += Float.BYTES;
    }
  }

  private static float fromFirst(float h, float d) {
    return Math.fma(h, -2f, 1f) * d;
  }
}
