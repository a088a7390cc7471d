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
 * Swish: φ = xσ(x), φ′ = σ + xσ′, φ″ = σ′·(2 − |x|·(1−e)/(1+e)), with e = exp(−|x|) and σ′ =
 * e/(1+e)².
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
final class Swish {
  private Swish() {}

  /**
   * For x &lt; 0, e is kept multiplied by 2⁶⁴ until x has been multiplied in, because e alone turns
   * subnormal, and loses digits, long before xe does.
   */
  static float value(float x) {
    return Exponential.notBelow(x) * scaledSigma(x) * unit(x);
  }

  /** σ(x) / unit(x). */
  private static float scaledSigma(float x) {
    float big = Exponential.decayScaled(x);
    float rest = x < 0 ? Exponential.decayScaledRest(x) : 0f;
    return Sigmoid.quotient(x < 0 ? big : 1f, rest, big * Exponential.DOWN);
  }

  private static float unit(float x) {
    return x < 0 ? Exponential.DOWN : 1f;
  }

  static float derivative(float x) {
    float e = Exponential.decay(x);
    float near = -Exponential.notBelow(-Exponential.notBelow(x));
    return Math.fma(near, Sigmoid.derivative(e), scaledSigma(x) * unit(x));
  }

  static float second(float x) {
    float e = Exponential.decay(x);
    float r = 1f / (e + 1f);
    float t = -(Exponential.minusAbs(x) * Exponential.decayLessOne(x));
    return Math.fma(t, r, 2f) * Sigmoid.derivative(e);
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
      FloatVector p = t.add(1f);
      FloatVector big = p.mul(scale);
      FloatVector e = big.mul(Exponential.DOWN);
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      FloatVector rest = broadcast(F, 0f).blend(t.sub(p.sub(1f)).mul(scale), negative);
      FloatVector a = broadcast(F, 1f).blend(big, negative);
      FloatVector dropped = e.sub(sum.sub(1f));
      FloatVector q = a.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, a).add(rest));
      FloatVector sigma = remainder.fma(u, q.neg());
      FloatVector unit = broadcast(F, 1f).blend(Exponential.DOWN, negative);
      FloatVector low =
          v.blend(Exponential.LOWEST, v.compare(VectorOperators.LT, Exponential.LOWEST));
      FloatVector swish = low.mul(sigma).mul(unit);
      swish.intoMemorySegment(y, yo, BYTE_ORDER);
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
      FloatVector p = t.add(1f);
      FloatVector big = p.mul(scale);
      FloatVector e = big.mul(Exponential.DOWN);
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      FloatVector rest = broadcast(F, 0f).blend(t.sub(p.sub(1f)).mul(scale), negative);
      FloatVector a = broadcast(F, 1f).blend(big, negative);
      FloatVector dropped = e.sub(sum.sub(1f));
      FloatVector q = a.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, a).add(rest));
      FloatVector sigma = remainder.fma(u, q.neg());
      FloatVector unit = broadcast(F, 1f).blend(Exponential.DOWN, negative);
      FloatVector low =
          v.blend(Exponential.LOWEST, v.compare(VectorOperators.LT, Exponential.LOWEST));
      FloatVector swish = low.mul(sigma).mul(unit);
      FloatVector bell = e.mul(u).mul(u);
      FloatVector near = z.neg().blend(z, negative);
      swish.intoMemorySegment(y, yo, BYTE_ORDER);
      near.fma(bell, sigma.mul(unit)).intoMemorySegment(d, do_, BYTE_ORDER);
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
      FloatVector p = t.add(1f);
      FloatVector big = p.mul(scale);
      FloatVector e = big.mul(Exponential.DOWN);
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
      FloatVector rest = broadcast(F, 0f).blend(t.sub(p.sub(1f)).mul(scale), negative);
      FloatVector a = broadcast(F, 1f).blend(big, negative);
      FloatVector dropped = e.sub(sum.sub(1f));
      FloatVector q = a.mul(u).neg();
      FloatVector remainder = q.fma(dropped, q.fma(sum, a).add(rest));
      FloatVector sigma = remainder.fma(u, q.neg());
      FloatVector unit = broadcast(F, 1f).blend(Exponential.DOWN, negative);
      FloatVector bell = e.mul(u).mul(u);
      FloatVector near = z.neg().blend(z, negative);
      near.fma(bell, sigma.mul(unit)).intoMemorySegment(d, do_, BYTE_ORDER);
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
      FloatVector power = scale.mul(Exponential.DOWN);
      FloatVector less = power.fma(t, power.sub(1f));
      FloatVector sum = e.add(1f);
      FloatVector u = broadcast(F, 1f).div(sum);
      FloatVector bell = e.mul(u).mul(u);
      z.mul(less).neg().fma(u, broadcast(F, 2f)).mul(bell).intoMemorySegment(s, so, BYTE_ORDER);
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
}
