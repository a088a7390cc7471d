package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sigmoid: φ = (x &lt; 0 ? e : 1)/(1+e), φ′ = e/(1+e)², φ″ = φ′·(1−2φ) = −sign(x)·φ′·(1−e)/(1+e),
 * with e = exp(−|x|). The vector and the scalar form of each formula stand side by side and give
 * the same bits.
 */
final class Sigmoid {
  private Sigmoid() {}

  static FloatVector value(FloatVector x, FloatVector e) {
    FloatVector one = Lanes.all(1f);
    return quotient(one.blend(e, x.compare(VectorOperators.LT, 0f)), Lanes.all(0f), e);
  }

  static float value(float x, float e) {
    return quotient(x < 0 ? e : 1f, 0f, e);
  }

  /**
   * (a + rest)/(1+e) for e in [0, 1] and a tiny rest: the first quotient is corrected by its
   * remainder, which counts the rest and the part of e that the sum 1+e dropped. What is left is
   * little more than one rounding.
   */
  static FloatVector quotient(FloatVector a, FloatVector rest, FloatVector e) {
    FloatVector sum = e.add(1f);
    FloatVector dropped = e.sub(sum.sub(1f));
    FloatVector r = Lanes.all(1f).div(sum);
    FloatVector q = a.mul(r);
    FloatVector minus = q.neg();
    FloatVector remainder = minus.fma(dropped, minus.fma(sum, a).add(rest));
    return remainder.fma(r, q);
  }

  static float quotient(float a, float rest, float e) {
    float sum = e + 1f;
    float dropped = e - (sum - 1f);
    float r = 1f / sum;
    float q = a * r;
    float remainder = Math.fma(-q, dropped, Math.fma(-q, sum, a) + rest);
    return Math.fma(remainder, r, q);
  }

  static FloatVector derivative(FloatVector e) {
    FloatVector r = Lanes.all(1f).div(e.add(1f));
    return e.mul(r).mul(r);
  }

  static float derivative(float e) {
    float r = 1f / (e + 1f);
    return e * r * r;
  }

  private static FloatVector second(FloatVector x, FloatVector e) {
    FloatVector r = Lanes.all(1f).div(e.add(1f));
    FloatVector s = e.mul(r).mul(r).mul(Exponential.decayLessOne(x)).mul(r);
    return s.blend(s.neg(), x.compare(VectorOperators.LT, 0f));
  }

  static float second(float x, float e) {
    float r = 1f / (e + 1f);
    float s = e * r * r * Exponential.decayLessOne(x) * r;
    return x < 0 ? -s : s;
  }

  /** y = φ(x). */
  static void value(MemorySegment x, long xo, MemorySegment y, long yo, int n) {
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector e = Exponential.decay(v);
      Lanes.store(value(v, e), y, yo);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector e = Exponential.decay(v);
      FloatVector yv = value(v, e);
      FloatVector dv = derivative(e);
      Lanes.store(yv, y, yo);
      Lanes.store(dv, d, do_);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector e = Exponential.decay(v);
      Lanes.store(derivative(e), d, do_);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector e = Exponential.decay(v);
      Lanes.store(second(v, e), s, so);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector hv = Lanes.load(h, ho);
      FloatVector dv = Lanes.load(d, do_);
      Lanes.store(fromFirst(hv, dv), s, so);
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

  private static FloatVector fromFirst(FloatVector h, FloatVector d) {
    return h.fma(Lanes.all(-2f), Lanes.all(1f)).mul(d);
  }

  private static float fromFirst(float h, float d) {
    return Math.fma(h, -2f, 1f) * d;
  }
}
