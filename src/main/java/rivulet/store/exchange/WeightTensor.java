package rivulet.store.exchange;

import java.util.Arrays;

/**
 * A tensor of weights. The arrays are not copied.
 *
 * @param shape dimensions, outermost first; none of a single number
 * @param values in C order
 */
record WeightTensor(long[] shape, float[] values) {

  /** A single number, as buffers of the published code are. */
  static WeightTensor number(float value) {
    return new WeightTensor(new long[0], new float[] {value});
  }

  /** Whether every value is zero. */
  boolean isZero() {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightTensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(shape);
  }
}
