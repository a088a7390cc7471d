package rivulet.tensor;

/**
 * Extent of a convolution kernel in canonical order {@code outputs × inputs × size × size}, as
 * stored in model files. The kernels of this project are 1×1 and 3×3.
 */
public record KernelShape(int outputs, int inputs, int size) implements Extent {
  public KernelShape {
    if (outputs < 1 || inputs < 1 || (size != 1 && size != 3)) {
      throw new IllegalArgumentException(
          "kernel: needs at least one output and input and a size of 1 or 3, found "
              + outputs
              + "x"
              + inputs
              + "x"
              + size
              + "x"
              + size);
    }
  }

  public int taps() {
    return size * size;
  }

  @Override
  public long elements() {
    return (long) outputs * inputs * size * size;
  }

  @Override
  public String toString() {
    return outputs + "x" + inputs + "x" + size + "x" + size;
  }
}
