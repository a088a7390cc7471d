package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softplus: φ = max(x,0) + log1p(e), φ′ = σ(x), φ″ = e/(1+e)², with e = exp(−|x|) shared. The
 * vector and the scalar form of each formula stand side by side and give the same bits.
 */
final class Softplus {
  private Softplus() {}

  private static FloatVector value(FloatVector x, FloatVector e) {
    FloatVector ramp = Lanes.all(0f).blend(x, x.compare(VectorOperators.GT, 0f));
    return Logarithm.onePlus(e).add(ramp);
  }

  static float value(float x, float e) {
    return Logarithm.onePlus(e) + (x > 0 ? x : 0f);
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
      FloatVector dv = Sigmoid.value(v, e);
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
      Lanes.set(d, do_, Sigmoid.value(v, e));
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
      Lanes.store(Sigmoid.value(v, e), d, do_);
      xo += BYTES;
      do_ += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(d, do_, Sigmoid.value(v, e));
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
      Lanes.store(Sigmoid.derivative(e), s, so);
      xo += BYTES;
      so += BYTES;
    }
    for (int i = body; i < n; i++) {
      float v = Lanes.get(x, xo);
      float e = Exponential.decay(v);
      Lanes.set(s, so, Sigmoid.derivative(e));
      xo += Float.BYTES;
      so += Float.BYTES;
    }
  }

  /** s = d − d², from d = φ′. */
  static void secondFromFirst(MemorySegment d, long do_, MemorySegment s, long so, int n) {
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector dv = Lanes.load(d, do_);
      Lanes.store(fromFirst(dv), s, so);
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

  private static FloatVector fromFirst(FloatVector d) {
    return d.neg().fma(d, d);
  }

  private static float fromFirst(float d) {
    return Math.fma(-d, d, d);
  }
}
