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
import jdk.incubator.vector.VectorOperators;

/**
 * Tanh: with m = expm1(−2|x|), φ = sign(x)·(−m)/(2+m), φ′ = 4(1+m)/(2+m)², φ″ = −2φφ′.
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
final class Tanh {
  private Tanh() {}

  /** The quotient is corrected by its remainder, as in {@link Sigmoid#quotient}. */
  static float value(float x, float m) {
    float rest = Exponential.decayLessOneRest(x + x);
    float sum = m + 2f;
    float dropped = m - (sum - 2f) + rest;
    float r = 1f / sum;
    float q = m * r;
    float remainder = Math.fma(-q, dropped, Math.fma(-q, sum, m) + rest);
    return Math.copySign(Math.fma(remainder, r, q), x);
  }

  static float derivative(float x, float m) {
    float r = 1f / (m + 2f);
    return Exponential.decay(x + x) * 4f * r * r;
  }

  static float second(float x, float m) {
    return product(value(x, m), derivative(x, m));
  }

  /** y = φ(x). */
  static void value(MemorySegment x, long xo, MemorySegment y, long yo, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, x, xo, BYTE_ORDER);
      FloatVector minus = v.add(v).abs().neg();
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
      FloatVector sum = less.add(2f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector rest = power.fma(t, power.sub(1f).sub(less));
      FloatVector dropped = less.sub(sum.sub(2f)).add(rest);
      FloatVector q = less.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, less).add(rest));
      FloatVector size = remainder.fma(u, q.neg()).abs();
      FloatVector signed = size.blend(size.neg(), v.compare(VectorOperators.LT, 0f));
      FloatVector h = signed.blend(v, v.compare(VectorOperators.EQ, 0f));
      h.intoMemorySegment(y, yo, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float m = Exponential.decayLessOne(v + v);
      Lanes.set(y, yo, value(v, m));
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
      FloatVector minus = v.add(v).abs().neg();
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
      FloatVector sum = less.add(2f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector rest = power.fma(t, power.sub(1f).sub(less));
      FloatVector dropped = less.sub(sum.sub(2f)).add(rest);
      FloatVector q = less.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, less).add(rest));
      FloatVector size = remainder.fma(u, q.neg()).abs();
      FloatVector signed = size.blend(size.neg(), v.compare(VectorOperators.LT, 0f));
      FloatVector h = signed.blend(v, v.compare(VectorOperators.EQ, 0f));
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      FloatVector slope = e.mul(4f).mul(u).mul(u);
      h.intoMemorySegment(y, yo, BYTE_ORDER);
      slope.intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      yo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float m = Exponential.decayLessOne(v + v);
      Lanes.set(y, yo, value(v, m));
      Lanes.set(d, do_, derivative(v, m));
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
      FloatVector minus = v.add(v).abs().neg();
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
      FloatVector power = scale.mul(Exponential.DOWN);
      FloatVector less = power.fma(t, power.sub(1f));
      FloatVector sum = less.add(2f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      FloatVector slope = e.mul(4f).mul(u).mul(u);
      slope.intoMemorySegment(d, do_, BYTE_ORDER);
      xo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float m = Exponential.decayLessOne(v + v);
      Lanes.set(d, do_, derivative(v, m));
      xo += Float.BYTES;
      do_ += Float.BYTES;
    }
  }

  /** s = φ″(x). */
  static void secondDerivative(MemorySegment x, long xo, MemorySegment s, long so, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, x, xo, BYTE_ORDER);
      FloatVector minus = v.add(v).abs().neg();
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
      FloatVector power = scale.mul(Exponential.DOWN);
      FloatVector less = power.fma(t, power.sub(1f));
      FloatVector sum = less.add(2f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector rest = power.fma(t, power.sub(1f).sub(less));
      FloatVector dropped = less.sub(sum.sub(2f)).add(rest);
      FloatVector q = less.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, less).add(rest));
      FloatVector size = remainder.fma(u, q.neg()).abs();
      FloatVector signed = size.blend(size.neg(), v.compare(VectorOperators.LT, 0f));
      FloatVector h = signed.blend(v, v.compare(VectorOperators.EQ, 0f));
      FloatVector e = t.add(1f).mul(scale).mul(Exponential.DOWN);
      FloatVector slope = e.mul(4f).mul(u).mul(u);
      h.mul(-2f).mul(slope).intoMemorySegment(s, so, BYTE_ORDER);
      xo += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float m = Exponential.decayLessOne(v + v);
      Lanes.set(s, so, second(v, m));
      xo += Float.BYTES;
      so += Float.BYTES;
    }
  }

  /** s = −2hd, from h = φ and d = φ′. */
  static void secondFromFirst(
      MemorySegment h, long ho, MemorySegment d, long do_, MemorySegment s, long so, int n) {
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector hv = FloatVector.fromMemorySegment(F, h, ho, BYTE_ORDER);
      FloatVector dv = FloatVector.fromMemorySegment(F, d, do_, BYTE_ORDER);
      hv.mul(-2f).mul(dv).intoMemorySegment(s, so, BYTE_ORDER);
      ho += BYTES;
      do_ += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float hv = Lanes.get(h, ho);
      float dv = Lanes.get(d, do_);
      Lanes.set(s, so, product(hv, dv));
      ho += Float.BYTES;
      do_ += Float.BYTES;
      so += Float.BYTES;
    }
  }

  private static float product(float h, float d) {
    return h * -2f * d;
  }
}
