package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Swish: φ = xσ(x), φ′ = σ + xσ′, φ″ = σ′·(2 − |x|·(1−e)/(1+e)), with e = exp(−|x|) and σ′ =
 * e/(1+e)². The vector and the scalar form of each formula stand side by side and give the same
 * bits.
 */
final class Swish {
  private Swish() {}

  /**
   * For x &lt; 0, e is kept multiplied by 2⁶⁴ until x has been multiplied in, because e alone turns
   * subnormal, and loses digits, long before xe does.
   */
  private static FloatVector value(FloatVector x) {
    FloatVector big = Exponential.decayScaled(x);
    FloatVector e = big.mul(Exponential.DOWN);
    FloatVector one = Lanes.all(1f);
    var negative = x.compare(VectorOperators.LT, 0f);
    FloatVector rest = Lanes.all(0f).blend(Exponential.decayScaledRest(x), negative);
    FloatVector sigma = Sigmoid.quotient(one.blend(big, negative), rest, e);
    FloatVector unit = one.blend(Exponential.DOWN, negative);
    return Exponential.notBelow(x).mul(sigma).mul(unit);
  }

  static float value(float x) {
    float big = Exponential.decayScaled(x);
    float e = big * Exponential.DOWN;
    float rest = x < 0 ? Exponential.decayScaledRest(x) : 0f;
    float sigma = Sigmoid.quotient(x < 0 ? big : 1f, rest, e);
    return Exponential.notBelow(x) * sigma * (x < 0 ? Exponential.DOWN : 1f);
  }

  private static FloatVector derivative(FloatVector x) {
    FloatVector e = Exponential.decay(x);
    FloatVector near = Exponential.notBelow(Exponential.notBelow(x).neg()).neg();
    return near.fma(Sigmoid.derivative(e), Sigmoid.value(x, e));
  }

  static float derivative(float x) {
    float e = Exponential.decay(x);
    float near = -Exponential.notBelow(-Exponential.notBelow(x));
    return Math.fma(near, Sigmoid.derivative(e), Sigmoid.value(x, e));
  }

  private static FloatVector second(FloatVector x) {
    FloatVector e = Exponential.decay(x);
    FloatVector r = Lanes.all(1f).div(e.add(1f));
    FloatVector t = Exponential.minusAbs(x).mul(Exponential.decayLessOne(x)).neg();
    return t.fma(r, Lanes.all(2f)).mul(Sigmoid.derivative(e));
  }

  static float second(float x) {
    float e = Exponential.decay(x);
    float r = 1f / (e + 1f);
    float t = -(Exponential.minusAbs(x) * Exponential.decayLessOne(x));
    return Math.fma(t, r, 2f) * Sigmoid.derivative(e);
  }

  /** y = φ(x). */
  static void value(MemorySegment x, long xo, MemorySegment y, long yo, int n) {
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);

      Lanes.store(value(v), y, yo);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);

      FloatVector yv = value(v);
      FloatVector dv = derivative(v);
      Lanes.store(yv, y, yo);
      Lanes.store(dv, d, do_);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);

      Lanes.store(derivative(v), d, do_);
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
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = Lanes.load(x, xo);

      Lanes.store(second(v), s, so);
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
