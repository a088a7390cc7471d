package rivulet.store;

import java.util.Arrays;
import java.util.OptionalLong;

/** Dimensions as a file states them, outermost first, with products that do not overflow unseen. */
final class TensorShape {
  private final long[] sizes;

  TensorShape(long[] sizes) {
    this.sizes = sizes.clone();
  }

  /**
   * Number of elements (1 for no dimensions), or empty if it exceeds 63 bits or one is negative.
   */
  OptionalLong elements() {
    if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
      return OptionalLong.empty();
    }
    // A zero anywhere makes the product zero, whatever the others would overflow to.
    if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
      return OptionalLong.of(0);
    }
    long product = 1;
    for (long size : sizes) {
      if (product > Long.MAX_VALUE / size) {
        return OptionalLong.empty();
      }
      product *= size;
    }
    return OptionalLong.of(product);
  }

  /** Size in bytes, or empty if it exceeds 63 bits or a dimension is negative. */
  OptionalLong bytes(ElementType type) {
    OptionalLong elements = elements();
    return elements.isPresent() && elements.getAsLong() <= Long.MAX_VALUE / type.bytes()
        ? OptionalLong.of(elements.getAsLong() * type.bytes())
        : OptionalLong.empty();
  }

  long[] toArray() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorShape that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
