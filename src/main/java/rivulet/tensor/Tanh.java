package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Tanh: with m = expm1(−2|x|), φ = sign(x)·(−m)/(2+m), φ′ = 4(1+m)/(2+m)², φ″ = −2φφ′. The vector
 * and the scalar form of each formula stand side by side and give the same bits.
 */
final class Tanh {
  private Tanh() {}

  /** The quotient is corrected by its remainder, as in {@link Sigmoid#quotient}. */
  private static FloatVector value(FloatVector x, FloatVector m) {
    FloatVector rest = Exponential.decayLessOneRest(x.add(x));
    FloatVector sum = m.add(2f);
    FloatVector dropped = m.sub(sum.sub(2f)).add(rest);
    FloatVector r = Lanes.all(1f).div(sum);
    FloatVector q = m.mul(r);
    FloatVector minus = q.neg();
    FloatVector remainder = minus.fma(dropped, minus.fma(sum, m).add(rest));
    return withSign(remainder.fma(r, q), x);
  }

  static float value(float x, float m) {
    float rest = Exponential.decayLessOneRest(x + x);
    float sum = m + 2f;
    float dropped = m - (sum - 2f) + rest;
    float r = 1f / sum;
    float q = m * r;
    float remainder = Math.fma(-q, dropped, Math.fma(-q, sum, m) + rest);
    return Math.copySign(Math.fma(remainder, r, q), x);
  }

  private static FloatVector withSign(FloatVector h, FloatVector x) {
    return x.reinterpretAsInts()
        .and(Integer.MIN_VALUE)
        .or(h.reinterpretAsInts().and(Integer.MAX_VALUE))
        .reinterpretAsFloats();
  }

  private static FloatVector derivative(FloatVector x, FloatVector m) {
    FloatVector r = Lanes.all(1f).div(m.add(2f));
    return Exponential.decay(x.add(x)).mul(4f).mul(r).mul(r);
  }

  static float derivative(float x, float m) {
    float r = 1f / (m + 2f);
    return Exponential.decay(x + x) * 4f * r * r;
  }

  private static FloatVector second(FloatVector x, FloatVector m) {
    return product(value(x, m), derivative(x, m));
  }

  static float second(float x, float m) {
    return product(value(x, m), derivative(x, m));
  }

  /** y = φ(x). */
  static void value(MemorySegment x, long xo, MemorySegment y, long yo, int n) {
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector m = Exponential.decayLessOne(v.add(v));
      Lanes.store(value(v, m), y, yo);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector m = Exponential.decayLessOne(v.add(v));
      FloatVector yv = value(v, m);
      FloatVector dv = derivative(v, m);
      Lanes.store(yv, y, yo);
      Lanes.store(dv, d, do_);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector m = Exponential.decayLessOne(v.add(v));
      Lanes.store(derivative(v, m), d, do_);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);
      FloatVector m = Exponential.decayLessOne(v.add(v));
      Lanes.store(second(v, m), s, so);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector hv = Lanes.load(h, ho);
      FloatVector dv = Lanes.load(d, do_);
      Lanes.store(product(hv, dv), s, so);
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

  private static FloatVector product(FloatVector h, FloatVector d) {
    return h.mul(-2f).mul(d);
  }

  private static float product(float h, float d) {
    return h * -2f * d;
  }
}
