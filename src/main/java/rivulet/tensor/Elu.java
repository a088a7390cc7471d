package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elu with α = 1: φ = x &lt; 0 ? expm1(x) : x, φ′ = x &lt; 0 ? exp(x) : 1, φ″ = x &lt; 0 ? exp(x) :
 * 0. The vector and the scalar form of each formula stand side by side and give the same bits.
 */
final class Elu {
  private Elu() {}

  private static FloatVector value(FloatVector x) {
    return x.blend(Exponential.decayLessOne(x), x.compare(VectorOperators.LT, 0f));
  }

  static float value(float x) {
    return x < 0 ? Exponential.decayLessOne(x) : x;
  }

  private static FloatVector derivative(FloatVector x) {
    return Exponential.decay(x).blend(1f, x.compare(VectorOperators.GE, 0f));
  }

  static float derivative(float x) {
    return x >= 0 ? 1f : Exponential.decay(x);
  }

  private static FloatVector second(FloatVector x) {
    return Exponential.decay(x).blend(0f, x.compare(VectorOperators.GE, 0f));
  }

  static float second(float x) {
    return x >= 0 ? 0f : Exponential.decay(x);
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

  /** s = d &lt; 1 ? d : 0, from d = φ′; for −2⁻²⁵ &lt; x &lt; 0, where d rounds to 1, that is 0. */
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
    return d.blend(0f, d.compare(VectorOperators.GE, 1f));
  }

  private static float fromFirst(float d) {
    return d >= 1 ? 0f : d;
  }
}
