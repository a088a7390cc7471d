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
 * The exponential function in float32 from multiplications, additions and fused multiply-adds, and
 * the pieces of it that the activations share. Largest error measured over every 61st float of the
 * whole range: 0.98 ulp.
 *
 * <p>x = n ln 2 + r with |r| ≤ ½ ln 2 (ln 2 in two parts, so that r is exact to half an ulp), then
 * exp(x) = 2ⁿ (1 + t) with t = expm1(r) = r + r²q(r), q of degree 5 (Remez, then a search over
 * rounded coefficients). n comes from the low bits of x log₂e + 1.5·2²³.
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
public final class Exponential {
  /** Below this, exp and x exp(x) round to zero; n stays small enough for the shift by 23. */
  static final float LOWEST = -110f;

  static final float HIGHEST = 89f;
  static final float LOG2_E = 0x1.715476p0f;
  static final float MINUS_LN2_HIGH = -0x1.62e43p-1f;
  static final float MINUS_LN2_LOW = 0x1.05c61p-29f;

  /** Rounds to an integer when added; its low bits also hold the exponent bias 127 + 64. */
  static final float ROUNDER = 0x1.8p23f + 191;

  /** 2⁻⁶⁴: takes back the factor that keeps the exponent field positive for subnormal results. */
  static final float DOWN = 0x1p-64f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  static final float E0 = 0.5f;
  static final float E1 = 0x1.555556p-3f;
  static final float E2 = 0x1.5554b4p-5f;
  static final float E3 = 0x1.111092p-7f;
  static final float E4 = 0x1.6d6faap-10f;
  static final float E5 = 0x1.a19e58p-13f;

  private Exponential() {}

  /** dst = exp(a); overflow gives ∞, underflow is gradual, exp(−∞) = 0, NaN stays NaN. */
  public static void exp(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector x = FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER);
      FloatVector low = x.blend(LOWEST, x.compare(VectorOperators.LT, LOWEST));
      FloatVector z = low.blend(HIGHEST, low.compare(VectorOperators.GT, HIGHEST));
      FloatVector k = z.fma(broadcast(F, LOG2_E), broadcast(F, ROUNDER));
      FloatVector m = k.sub(ROUNDER);
      FloatVector r = m.fma(broadcast(F, MINUS_LN2_LOW), m.fma(broadcast(F, MINUS_LN2_HIGH), z));
      FloatVector t =
          r.mul(r)
              .fma(
                  broadcast(F, E5)
                      .fma(r, broadcast(F, E4))
                      .fma(r, broadcast(F, E3))
                      .fma(r, broadcast(F, E2))
                      .fma(r, broadcast(F, E1))
                      .fma(r, broadcast(F, E0)),
                  r);
      // 2ⁿ in two factors: neither leaves the normal range, and only the last product rounds.
      k.intoMemorySegment(dst, to, BYTE_ORDER);
      IntVector exponent = IntVector.fromMemorySegment(I, dst, to, BYTE_ORDER).sub(ROUNDER_BITS);
      IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
      half.add(127).lanewise(VectorOperators.LSHL, 23).intoMemorySegment(dst, to, BYTE_ORDER);
      FloatVector first = FloatVector.fromMemorySegment(F, dst, to, BYTE_ORDER);
      exponent
          .sub(half)
          .add(127)
          .lanewise(VectorOperators.LSHL, 23)
          .intoMemorySegment(dst, to, BYTE_ORDER);
      FloatVector second = FloatVector.fromMemorySegment(F, dst, to, BYTE_ORDER);
      t.add(1f).mul(first).mul(second).intoMemorySegment(dst, to, BYTE_ORDER);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, exp(Lanes.get(a, ao)));
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }

  static float exp(float x) {
    float low = notBelow(x);
    float z = low > HIGHEST ? HIGHEST : low;
    int n = Float.floatToRawIntBits(rounded(z)) - ROUNDER_BITS;
    int half = n >> 1;
    return (expm1OfRemainder(z) + 1f) * powerOfTwo(half) * powerOfTwo(n - half);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  /** exp(−|x|). */
  static float decay(float x) {
    return decayScaled(x) * DOWN;
  }

  /** exp(−|x|) 2⁶⁴, never subnormal. */
  static float decayScaled(float x) {
    float z = minusAbs(x);
    return (expm1OfRemainder(z) + 1f) * scale(z);
  }

  /** expm1(−|x|) = 2ⁿt + (2ⁿ − 1), where the bracket is exact wherever it matters. */
  static float decayLessOne(float x) {
    float z = minusAbs(x);
    float power = scale(z) * DOWN;
    return Math.fma(power, expm1OfRemainder(z), power - 1f);
  }

  /** What {@link #decayScaled} loses in its sum 1 + t. */
  static float decayScaledRest(float x) {
    float z = minusAbs(x);
    float t = expm1OfRemainder(z);
    return (t - (t + 1f - 1f)) * scale(z);
  }

  /** What {@link #decayLessOne} loses in its sum. */
  static float decayLessOneRest(float x) {
    float z = minusAbs(x);
    float power = scale(z) * DOWN;
    return Math.fma(power, expm1OfRemainder(z), power - 1f - decayLessOne(x));
  }

  /** −|x|, not below −110; NaN stays. */
  static float minusAbs(float x) {
    return notBelow(-Math.abs(x));
  }

  /** x, or −110 where x is less; NaN stays. */
  static float notBelow(float x) {
    return x < LOWEST ? LOWEST : x;
  }

  /** n + ROUNDER. */
  private static float rounded(float z) {
    return Math.fma(z, LOG2_E, ROUNDER);
  }

  /** 2ⁿ⁺⁶⁴: the low bits of n + ROUNDER, moved to the exponent; garbage for NaN. */
  private static float scale(float z) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(rounded(z)) << 23);
  }

  /** t = expm1(r) for the remainder r of z; NaN for NaN. */
  private static float expm1OfRemainder(float z) {
    float n = rounded(z) - ROUNDER;
    float r = Math.fma(n, MINUS_LN2_LOW, Math.fma(n, MINUS_LN2_HIGH, z));
    return Math.fma(r * r, q(r), r);
  }

  private static float q(float r) {
    float q = Math.fma(E5, r, E4);
    q = Math.fma(q, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, E1);
    return Math.fma(q, r, E0);
  }
}
