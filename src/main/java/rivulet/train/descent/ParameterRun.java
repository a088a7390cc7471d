package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import rivulet.tensor.KernelShape;

/**
 * A run of float32 parameters in native memory that one rule updates.
 *
 * @param name among the parameters it belongs to
 * @param values the memory they lie in
 * @param gradients memory of their gradients, at the same offset
 * @param offset byte offset of the first
 * @param floats how many
 * @param hidden their shape if they are the kernel of a hidden layer
 */
public record ParameterRun(
    String name,
    MemorySegment values,
    MemorySegment gradients,
    long offset,
    int floats,
    Optional<KernelShape> hidden) {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** The values; a copy. */
  public float[] get() {
    float[] copy = new float[floats];
    for (int i = 0; i < floats; i++) {
      copy[i] = values.get(FLOAT, offset + 4L * i);
    }
    return copy;
  }

  /** Sets the values, of which there are as many as {@link #floats}. */
  public void set(float[] from) {
    for (int i = 0; i < floats; i++) {
      values.set(FLOAT, offset + 4L * i, from[i]);
    }
  }

  /** Adds the squares of the gradients, one after the other, to a sum. */
  double addSquares(double sum) {
    double total = sum;
    for (int i = 0; i < floats; i++) {
      double g = gradients.get(FLOAT, offset + 4L * i);
      total += g * g;
    }
    return total;
  }
}
