package rivulet.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shapes that every kernel of this room uses, and the only way kernels touch memory.
 *
 * <p>The species are compile-time constants of the JVM ({@code static final}): a species held in a
 * field or passed as an argument boxes every operation. The width is the machine's, between 128 and
 * 512 bits; no result depends on it.
 */
final class Lanes {
  private static final int WIDEST_BITS = 512;
  private static final int NARROWEST_BITS = 128;

  /** Floats of the machine's preferred width. */
  static final VectorSpecies<Float> F =
      VectorSpecies.of(float.class, shape(FloatVector.SPECIES_PREFERRED.vectorBitSize()));

  /** Integers in the shape of {@link #F}. */
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

  /** Doubles in the shape of {@link #F}: half as many lanes. */
  static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());

  /** As many floats as {@link #D} has lanes, in a vector of half the width. */
  static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  /** Lanes of {@link #F} and {@link #I}: 4, 8 or 16. */
  static final int COUNT = F.length();

  /** Lanes of {@link #D} and {@link #HALF}: 2, 4 or 8. */
  static final int DOUBLE_COUNT = D.length();

  /** Bytes of one vector. */
  static final int BYTES = F.vectorByteSize();

  /** Byte order of all data in memory: the machine's. */
  static final ByteOrder BYTE_ORDER = ByteOrder.nativeOrder();

  /** One float in memory, in {@link #BYTE_ORDER}; like vector loads it asks for no alignment. */
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(BYTE_ORDER);

  private Lanes() {}

  private static VectorShape shape(int preferredBits) {
    return VectorShape.forBitSize(Math.clamp(preferredBits, NARROWEST_BITS, WIDEST_BITS));
  }

  /** The vector at a byte offset. */
  static FloatVector load(MemorySegment from, long offset) {
    return FloatVector.fromMemorySegment(F, from, offset, BYTE_ORDER);
  }

  /** Writes the vector at a byte offset. */
  static void store(FloatVector vector, MemorySegment to, long offset) {
    vector.intoMemorySegment(to, offset, BYTE_ORDER);
  }

  /** The float at a byte offset. */
  static float get(MemorySegment from, long offset) {
    return from.get(FLOAT, offset);
  }

  /** Writes one float at a byte offset. */
  static void set(MemorySegment to, long offset, float value) {
    to.set(FLOAT, offset, value);
  }

  /** The constant in every lane. */
  static FloatVector all(float value) {
    return FloatVector.broadcast(F, value);
  }

  /** The integer constant in every lane. */
  static IntVector all(int value) {
    return IntVector.broadcast(I, value);
  }
}
