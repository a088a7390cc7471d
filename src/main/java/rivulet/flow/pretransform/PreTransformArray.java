package rivulet.flow.pretransform;

import java.util.Arrays;
import java.util.Map;

/** A float32 array with a shape, as a model file stores it; immutable. */
public final class PreTransformArray {
  private final int[] shape;
  private final float[] values;

  /**
   * Copies both arrays.
   *
   * @throws IllegalArgumentException if the shape does not have as many entries as there are values
   */
  public PreTransformArray(int[] shape, float[] values) {
    int size = 1;
    for (int side : shape) {
      size = Math.multiplyExact(size, side);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "pre-transform array: shape %s has %d entries, %d values given"
              .formatted(Arrays.toString(shape), size, values.length));
    }
    this.shape = shape.clone();
    this.values = values.clone();
  }

  /** Rounds to float32. */
  static PreTransformArray of(double[] values, int... shape) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return new PreTransformArray(shape, rounded);
  }

  /** The array of that name, which must have {@code rank} sides. */
  static PreTransformArray require(
      Map<String, PreTransformArray> parameters, String name, int rank) {
    PreTransformArray array = parameters.get(name);
    if (array == null || array.shape.length != rank) {
      throw new IllegalArgumentException(
          "pre-transform: parameter '%s' with %d sides is needed, found %s"
              .formatted(name, rank, array == null ? "none of that name" : array));
    }
    return array;
  }

  /** A copy of the shape. */
  public int[] shape() {
    return shape.clone();
  }

  /** A copy of the values, in row-major order. */
  public float[] values() {
    return values.clone();
  }

  /** The values as float64, exact. */
  double[] toDoubles() {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PreTransformArray array
        && Arrays.equals(shape, array.shape)
        && Arrays.equals(values, array.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "float32" + Arrays.toString(shape);
  }
}
