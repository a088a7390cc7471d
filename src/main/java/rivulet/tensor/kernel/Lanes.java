package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import rivulet.tensor.Layout;

/**
 * The vector shapes that the kernels of this room share, and one float at a time for their tails.
 *
 * <p>The species are compile-time constants of the JVM ({@code static final}): a species held in a
 * field or passed as an argument boxes every operation. The width is the machine's, between 128 and
 * 512 bits; no result depends on it.
 *
 * <p>Vector loops call nothing but the methods of the Vector API, which the compiler must inline.
 * Methods of our own that take or return vectors are inlined only until the method under
 * compilation has created 18,000 nodes (C2's NodeCountInliningCutoff), some 35 vector operations;
 * from there on every call boxes its vectors. Measured: softplus with its derivative allocated 120
 * kB per 4096 elements and took 4 ns per element when it was split into small methods, none and 0.9
 * ns written out. The limit counts what was inlined before in the same compilation, so a split loop
 * that passes alone may fail inside a larger caller.
 *
 * <p>Nor do they reinterpret vectors: where the bits of floats are wanted as integers, or the other
 * way, they pass through the memory of the result. Until such a loop is compiled, {@code
 * reinterpretAsInts} goes through an array in a {@link MemorySegment}; the first heap segment of a
 * process discards every compiled kernel, and all that are compiled afterwards allow for two kinds
 * of segment in each access. Measured: a 3×3 convolution by F(4×4) fell from 350 to 290 GFLOP/s
 * once any activation had run.
 */
public final class Lanes {
  private static final int WIDEST_BITS = 512;
  private static final int NARROWEST_BITS = 128;

  /** Floats of the machine's preferred width. */
  public static final VectorSpecies<Float> F =
      VectorSpecies.of(float.class, shape(FloatVector.SPECIES_PREFERRED.vectorBitSize()));

  /** Integers in the shape of {@link #F}. */
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

  /** Doubles in the shape of {@link #F}: half as many lanes. */
  public static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());

  /** As many floats as {@link #D} has lanes, in a vector of half the width. */
  public static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  /** Lanes of {@link #F} and {@link #I}: 4, 8 or 16. */
  public static final int COUNT = F.length();

  /** Lanes of {@link #D} and {@link #HALF}: 2, 4 or 8. */
  public static final int DOUBLE_COUNT = D.length();

  /** Bytes of one vector. */
  static final int BYTES = F.vectorByteSize();

  /** Byte order of all data in memory: the machine's. */
  public static final ByteOrder BYTE_ORDER = ByteOrder.nativeOrder();

  /** One float in memory. */
  static final ValueLayout.OfFloat FLOAT = Layout.FLOAT;

  private Lanes() {}

  private static VectorShape shape(int preferredBits) {
    return VectorShape.forBitSize(Math.clamp(preferredBits, NARROWEST_BITS, WIDEST_BITS));
  }

  /** The float at a byte offset. */
  public static float get(MemorySegment from, long offset) {
    return from.get(FLOAT, offset);
  }

  /** Writes one float at a byte offset. */
  public static void set(MemorySegment to, long offset, float value) {
    to.set(FLOAT, offset, value);
  }
}
