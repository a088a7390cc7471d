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
 * The natural logarithm in float32 from multiplications, additions and fused multiply-adds. Largest
 * error measured over every 61st float of the whole range: 0.89 ulp.
 *
 * <p>a = 2ᵏ(1 + f) with 1+f between √½ and √2, then log a = k ln 2 + (f + f²q(f)), q of degree 9;
 * log(1+e) for e in [0, 1], which softplus needs, is e + e²p(e) with p of degree 9 and no reduction
 * (both by Remez, then a search over rounded coefficients).
 *
 * <p>The vector loops are written out and the scalar methods give the same bits, operation by
 * operation; why they call no methods of their own is told in {@link Lanes}.
 */
public final class Logarithm {
  static final float LN2 = 0x1.62e43p-1f;

  /** Bits of √½: from here on the exponent is counted. */
  private static final int SQRT_HALF = 0x3f3504f3;

  /** Subnormals are lifted by 2²³ first. */
  static final float LIFT = 0x1p23f;

  static final float LIFTED = 23f;

  static final float L0 = -0x1.0p-1f;
  static final float L1 = 0x1.555546p-2f;
  static final float L2 = -0x1.00000ep-2f;
  static final float L3 = 0x1.99a51cp-3f;
  static final float L4 = -0x1.555af6p-3f;
  static final float L5 = 0x1.233008p-3f;
  static final float L6 = -0x1.fc2fb8p-4f;
  static final float L7 = 0x1.e7536cp-4f;
  static final float L8 = -0x1.de47bap-4f;
  static final float L9 = 0x1.13c2f8p-4f;

  static final float P0 = -0x1.fffff8p-2f;
  static final float P1 = 0x1.5553a6p-2f;
  static final float P2 = -0x1.ffc420p-3f;
  static final float P3 = 0x1.97827ap-3f;
  static final float P4 = -0x1.4a5428p-3f;
  static final float P5 = 0x1.fea734p-4f;
  static final float P6 = -0x1.544570p-4f;
  static final float P7 = 0x1.57e93cp-5f;
  static final float P8 = -0x1.bead16p-7f;
  static final float P9 = 0x1.0fb48ap-9f;

  private Logarithm() {}

  /** dst = log(a); log(±0) = −∞, log(∞) = ∞, NaN for a &lt; 0 and for NaN. */
  public static void log(MemorySegment a, long ao, MemorySegment dst, long to, int n) {
    Operands.check("a", a, ao, n);
    Operands.check("dst", dst, to, n);
    Operands.apart(a, ao, dst, to, n);
    int body = F.loopBound(n);
    for (int i = 0; i < body; i += COUNT) {
      FloatVector v = FloatVector.fromMemorySegment(F, a, ao, BYTE_ORDER);
      VectorMask<Float> small = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
      v.blend(v.mul(LIFT), small).intoMemorySegment(dst, to, BYTE_ORDER);
      IntVector bits = IntVector.fromMemorySegment(I, dst, to, BYTE_ORDER);
      IntVector k = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
      bits.sub(k.lanewise(VectorOperators.LSHL, 23)).intoMemorySegment(dst, to, BYTE_ORDER);
      FloatVector m = FloatVector.fromMemorySegment(F, dst, to, BYTE_ORDER);
      FloatVector f = m.sub(1f);
      FloatVector lifted = broadcast(F, 0f).blend(LIFTED, small);
      FloatVector exponent = ((FloatVector) k.convert(VectorOperators.I2F, 0)).sub(lifted);
      FloatVector log =
          exponent.fma(
              broadcast(F, LN2),
              f.mul(f)
                  .fma(
                      broadcast(F, L9)
                          .fma(f, broadcast(F, L8))
                          .fma(f, broadcast(F, L7))
                          .fma(f, broadcast(F, L6))
                          .fma(f, broadcast(F, L5))
                          .fma(f, broadcast(F, L4))
                          .fma(f, broadcast(F, L3))
                          .fma(f, broadcast(F, L2))
                          .fma(f, broadcast(F, L1))
                          .fma(f, broadcast(F, L0)),
                      f));
      FloatVector zero = log.blend(Float.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0f));
      FloatVector below = zero.blend(Float.NaN, v.compare(VectorOperators.LT, 0f));
      FloatVector above = below.blend(v, v.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
      above.blend(v, v.compare(VectorOperators.NE, v)).intoMemorySegment(dst, to, BYTE_ORDER);
      ao += BYTES;
      to += BYTES;
    }
    for (int i = body; i < n; i++) {
      Lanes.set(dst, to, log(Lanes.get(a, ao)));
      ao += Float.BYTES;
      to += Float.BYTES;
    }
  }

  static float log(float a) {
    boolean small = a < Float.MIN_NORMAL;
    return edges(a, ofNormal(small ? a * LIFT : a, small ? LIFTED : 0f));
  }

  private static float ofNormal(float x, float lifted) {
    int bits = Float.floatToRawIntBits(x);
    int k = (bits - SQRT_HALF) >> 23;
    float f = Float.intBitsToFloat(bits - (k << 23)) - 1f;
    return Math.fma(k - lifted, LN2, Math.fma(f * f, q(f), f));
  }

  /** The result where a is not a positive finite number. */
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
  static float onePlus(float e) {
    return Math.fma(e * e, p(e), e);
  }

  private static float q(float f) {
    float q = Math.fma(L9, f, L8);
    q = Math.fma(q, f, L7);
    q = Math.fma(q, f, L6);
    q = Math.fma(q, f, L5);
    q = Math.fma(q, f, L4);
    q = Math.fma(q, f, L3);
    q = Math.fma(q, f, L2);
    q = Math.fma(q, f, L1);
    return Math.fma(q, f, L0);
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
