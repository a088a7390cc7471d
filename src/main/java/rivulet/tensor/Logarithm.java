package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The natural logarithm in float32 from multiplications, additions and fused
 * multiply-adds. @LOGACC@
 *
 * <p>a = 2ᵏ(1 + f) with 1+f between √½ and √2, then log a = k ln 2 + (f + f²q(f)), q of degree 9;
 * log(1+e) for e in [0, 1], which softplus needs, is e + e²p(e) with p of degree 9 and no reduction
 * (both by Remez, then a search over rounded coefficients). The vector and the scalar form of each
 * formula stand side by side and give the same bits.
 */
public final class Logarithm {
  private static final float LN2 = 0x1.62e43p-1f;

  /** Bits of √½: from here on the exponent is counted. */
  private static final int SQRT_HALF = 0x3f3504f3;

  /** Subnormals are lifted by 2²³ first. */
  private static final float LIFT = 0x1p23f;

  private static final float LIFTED = 23f;

  private static final float Q0 = -0x1.0p-1f;
  private static final float Q1 = 0x1.555546p-2f;
  private static final float Q2 = -0x1.00000ep-2f;
  private static final float Q3 = 0x1.99a51cp-3f;
  private static final float Q4 = -0x1.555af6p-3f;
  private static final float Q5 = 0x1.233008p-3f;
  private static final float Q6 = -0x1.fc2fb8p-4f;
  private static final float Q7 = 0x1.e7536cp-4f;
  private static final float Q8 = -0x1.de47bap-4f;
  private static final float Q9 = 0x1.13c2f8p-4f;

  private static final FloatVector Q0S = Lanes.all(Q0);
  private static final FloatVector Q1S = Lanes.all(Q1);
  private static final FloatVector Q2S = Lanes.all(Q2);
  private static final FloatVector Q3S = Lanes.all(Q3);
  private static final FloatVector Q4S = Lanes.all(Q4);
  private static final FloatVector Q5S = Lanes.all(Q5);
  private static final FloatVector Q6S = Lanes.all(Q6);
  private static final FloatVector Q7S = Lanes.all(Q7);
  private static final FloatVector Q8S = Lanes.all(Q8);
  private static final FloatVector Q9S = Lanes.all(Q9);

  private static final float P0 = -0x1.fffff8p-2f;
  private static final float P1 = 0x1.5553a6p-2f;
  private static final float P2 = -0x1.ffc420p-3f;
  private static final float P3 = 0x1.97827ap-3f;
  private static final float P4 = -0x1.4a5428p-3f;
  private static final float P5 = 0x1.fea734p-4f;
  private static final float P6 = -0x1.544570p-4f;
  private static final float P7 = 0x1.57e93cp-5f;
  private static final float P8 = -0x1.bead16p-7f;
  private static final float P9 = 0x1.0fb48ap-9f;

  private static final FloatVector P0S = Lanes.all(P0);
  private static final FloatVector P1S = Lanes.all(P1);
  private static final FloatVector P2S = Lanes.all(P2);
  private static final FloatVector P3S = Lanes.all(P3);
  private static final FloatVector P4S = Lanes.all(P4);
  private static final FloatVector P5S = Lanes.all(P5);
  private static final FloatVector P6S = Lanes.all(P6);
  private static final FloatVector P7S = Lanes.all(P7);
  private static final FloatVector P8S = Lanes.all(P8);
  private static final FloatVector P9S = Lanes.all(P9);

  private Logarithm() {}

  /** dst = log(a); log(±0) = −∞, log(∞) = ∞, NaN for a &lt; 0 and for NaN. */
  public static void log(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(log(Lanes.load(a, ao)), dst, to);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, log(Lanes.get(a, ao)));
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }

  private static FloatVector log(FloatVector a) {
    var small = a.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector x = a.blend(a.mul(LIFT), small);
    FloatVector lifted = Lanes.all(0f).blend(LIFTED, small);
    return edges(a, ofNormal(x, lifted));
  }

  static float log(float a) {
    boolean small = a < Float.MIN_NORMAL;
    return edges(a, ofNormal(small ? a * LIFT : a, small ? LIFTED : 0f));
  }

  private static FloatVector ofNormal(FloatVector x, FloatVector lifted) {
    IntVector bits = x.reinterpretAsInts();
    IntVector k = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
    FloatVector f = bits.sub(k.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector exponent = ((FloatVector) k.convert(VectorOperators.I2F, 0)).sub(lifted);
    return exponent.fma(Lanes.all(LN2), f.mul(f).fma(q(f), f));
  }

  private static float ofNormal(float x, float lifted) {
    int bits = Float.floatToRawIntBits(x);
    int k = (bits - SQRT_HALF) >> 23;
    float f = Float.intBitsToFloat(bits - (k << 23)) - 1f;
    return Math.fma(k - lifted, LN2, Math.fma(f * f, q(f), f));
  }

  /** The result where a is not a positive finite number. */
  private static FloatVector edges(FloatVector a, FloatVector log) {
    return log.blend(Float.NEGATIVE_INFINITY, a.compare(VectorOperators.EQ, 0f))
        .blend(Float.NaN, a.compare(VectorOperators.LT, 0f))
        .blend(a, a.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
        .blend(a, a.compare(VectorOperators.NE, a));
  }

  private static float edges(float a, float log) {
    if (a == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    if (a < 0) {
      return Float.NaN;
    }
    return a < Float.POSITIVE_INFINITY ? log : a;
  }

  /** log(1+e) for e in [0, 1]; NaN for NaN. */
  static FloatVector onePlus(FloatVector e) {
    return e.mul(e).fma(p(e), e);
  }

  static float onePlus(float e) {
    return Math.fma(e * e, p(e), e);
  }

  private static FloatVector q(FloatVector f) {
    return Q9S.fma(f, Q8S)
        .fma(f, Q7S)
        .fma(f, Q6S)
        .fma(f, Q5S)
        .fma(f, Q4S)
        .fma(f, Q3S)
        .fma(f, Q2S)
        .fma(f, Q1S)
        .fma(f, Q0S);
  }

  private static float q(float f) {
    float q = Math.fma(Q9, f, Q8);
    q = Math.fma(q, f, Q7);
    q = Math.fma(q, f, Q6);
    q = Math.fma(q, f, Q5);
    q = Math.fma(q, f, Q4);
    q = Math.fma(q, f, Q3);
    q = Math.fma(q, f, Q2);
    q = Math.fma(q, f, Q1);
    return Math.fma(q, f, Q0);
  }

  private static FloatVector p(FloatVector e) {
    return P9S.fma(e, P8S)
        .fma(e, P7S)
        .fma(e, P6S)
        .fma(e, P5S)
        .fma(e, P4S)
        .fma(e, P3S)
        .fma(e, P2S)
        .fma(e, P1S)
        .fma(e, P0S);
  }

  private static float p(float e) {
    float q = Math.fma(P9, e, P8);
    q = Math.fma(q, e, P7);
    q = Math.fma(q, e, P6);
    q = Math.fma(q, e, P5);
    q = Math.fma(q, e, P4);
    q = Math.fma(q, e, P3);
    q = Math.fma(q, e, P2);
    q = Math.fma(q, e, P1);
    return Math.fma(q, e, P0);
  }
}
