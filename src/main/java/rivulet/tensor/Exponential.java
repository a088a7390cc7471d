package rivulet.tensor;

import static rivulet.tensor.Lanes.BYTES;
import static rivulet.tensor.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function in float32 from multiplications, additions and fused multiply-adds, and
 * the pieces of it that the activations share. @EXPACC@
 *
 * <p>x = n ln 2 + r with |r| ≤ ½ ln 2 (ln 2 in two parts, so that r is exact to half an ulp), then
 * exp(x) = 2ⁿ (1 + t) with t = expm1(r) = r + r²q(r), q of degree 5 (Remez, then a search over
 * rounded coefficients). n comes from the low bits of x log₂e + 1.5·2²³. The vector and the scalar
 * form of each formula stand side by side and give the same bits.
 */
public final class Exponential {
  /** Below this, exp and x exp(x) round to zero; n stays small enough for the shift by 23. */
  private static final float LOWEST = -110f;

  private static final float HIGHEST = 89f;
  private static final float LOG2_E = 0x1.715476p0f;
  private static final float MINUS_LN2_HIGH = -0x1.62e43p-1f;
  private static final float MINUS_LN2_LOW = 0x1.05c61p-29f;

  /** Rounds to an integer when added; its low bits also hold the exponent bias 127 + 64. */
  private static final float ROUNDER = 0x1.8p23f + 191;

  /** 2⁻⁶⁴: takes back the factor that keeps the exponent field positive for subnormal results. */
  static final float DOWN = 0x1p-64f;

  private static final float Q0 = 0.5f;
  private static final float Q1 = 0x1.555556p-3f;
  private static final float Q2 = 0x1.5554b4p-5f;
  private static final float Q3 = 0x1.111092p-7f;
  private static final float Q4 = 0x1.6d6faap-10f;
  private static final float Q5 = 0x1.a19e58p-13f;

  private static final FloatVector Q0S = Lanes.all(Q0);
  private static final FloatVector Q1S = Lanes.all(Q1);
  private static final FloatVector Q2S = Lanes.all(Q2);
  private static final FloatVector Q3S = Lanes.all(Q3);
  private static final FloatVector Q4S = Lanes.all(Q4);
  private static final FloatVector Q5S = Lanes.all(Q5);

  private Exponential() {}

  /** dst = exp(a); overflow gives ∞, underflow is gradual, exp(−∞) = 0, NaN stays NaN. */
  public static void exp(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = Lanes.F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      Lanes.store(exp(Lanes.load(a, ao)), dst, to);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, exp(Lanes.get(a, ao)));
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector low = notBelow(x);
    FloatVector z = low.blend(HIGHEST, low.compare(VectorOperators.GT, HIGHEST));
    // 2ⁿ in two factors: neither leaves the normal range, and only the last product rounds.
    IntVector n = rounded(z).reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return expm1OfRemainder(z).add(1f).mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  static float exp(float x) {
    float low = notBelow(x);
    float z = low > HIGHEST ? HIGHEST : low;
    int n = Float.floatToRawIntBits(rounded(z)) - Float.floatToRawIntBits(ROUNDER);
    int half = n >> 1;
    return (expm1OfRemainder(z) + 1f) * powerOfTwo(half) * powerOfTwo(n - half);
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  /** exp(−|x|). */
  static FloatVector decay(FloatVector x) {
    return decayScaled(x).mul(DOWN);
  }

  static float decay(float x) {
    return decayScaled(x) * DOWN;
  }

  /** exp(−|x|) 2⁶⁴, never subnormal. */
  static FloatVector decayScaled(FloatVector x) {
    FloatVector z = minusAbs(x);
    return expm1OfRemainder(z).add(1f).mul(scale(z));
  }

  static float decayScaled(float x) {
    float z = minusAbs(x);
    return (expm1OfRemainder(z) + 1f) * scale(z);
  }

  /** expm1(−|x|) = 2ⁿt + (2ⁿ − 1), where the bracket is exact wherever it matters. */
  static FloatVector decayLessOne(FloatVector x) {
    FloatVector z = minusAbs(x);
    FloatVector power = scale(z).mul(DOWN);
    return power.fma(expm1OfRemainder(z), power.sub(1f));
  }

  static float decayLessOne(float x) {
    float z = minusAbs(x);
    float power = scale(z) * DOWN;
    return Math.fma(power, expm1OfRemainder(z), power - 1f);
  }

  /** What {@link #decayScaled} loses in its sum 1 + t. */
  static FloatVector decayScaledRest(FloatVector x) {
    FloatVector z = minusAbs(x);
    FloatVector t = expm1OfRemainder(z);
    return t.sub(t.add(1f).sub(1f)).mul(scale(z));
  }

  static float decayScaledRest(float x) {
    float z = minusAbs(x);
    float t = expm1OfRemainder(z);
    return (t - (t + 1f - 1f)) * scale(z);
  }

  /** What {@link #decayLessOne} loses in its sum. */
  static FloatVector decayLessOneRest(FloatVector x) {
    FloatVector z = minusAbs(x);
    FloatVector power = scale(z).mul(DOWN);
    return power.fma(expm1OfRemainder(z), power.sub(1f).sub(decayLessOne(x)));
  }

  static float decayLessOneRest(float x) {
    float z = minusAbs(x);
    float power = scale(z) * DOWN;
    return Math.fma(power, expm1OfRemainder(z), power - 1f - decayLessOne(x));
  }

  /** −|x|, not below −110; NaN stays. */
  static FloatVector minusAbs(FloatVector x) {
    return notBelow(x.abs().neg());
  }

  static float minusAbs(float x) {
    return notBelow(-Math.abs(x));
  }

  /** x, or −110 where x is less; NaN stays. */
  static FloatVector notBelow(FloatVector x) {
    return x.blend(LOWEST, x.compare(VectorOperators.LT, LOWEST));
  }

  static float notBelow(float x) {
    return x < LOWEST ? LOWEST : x;
  }

  /** n + ROUNDER. */
  private static FloatVector rounded(FloatVector z) {
    return z.fma(Lanes.all(LOG2_E), Lanes.all(ROUNDER));
  }

  private static float rounded(float z) {
    return Math.fma(z, LOG2_E, ROUNDER);
  }

  /** 2ⁿ⁺⁶⁴: the low bits of n + ROUNDER, moved to the exponent; garbage for NaN. */
  private static FloatVector scale(FloatVector z) {
    return rounded(z).reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static float scale(float z) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(rounded(z)) << 23);
  }

  /** t = expm1(r) for the remainder r of z; NaN for NaN. */
  private static FloatVector expm1OfRemainder(FloatVector z) {
    FloatVector n = rounded(z).sub(ROUNDER);
    FloatVector high = n.fma(Lanes.all(MINUS_LN2_HIGH), z);
    FloatVector r = n.fma(Lanes.all(MINUS_LN2_LOW), high);
    return r.mul(r).fma(q(r), r);
  }

  private static float expm1OfRemainder(float z) {
    float n = rounded(z) - ROUNDER;
    float r = Math.fma(n, MINUS_LN2_LOW, Math.fma(n, MINUS_LN2_HIGH, z));
    return Math.fma(r * r, q(r), r);
  }

  private static FloatVector q(FloatVector r) {
    return Q5S.fma(r, Q4S).fma(r, Q3S).fma(r, Q2S).fma(r, Q1S).fma(r, Q0S);
  }

  private static float q(float r) {
    float q = Math.fma(Q5, r, Q4);
    q = Math.fma(q, r, Q3);
    q = Math.fma(q, r, Q2);
    q = Math.fma(q, r, Q1);
    return Math.fma(q, r, Q0);
  }
}
