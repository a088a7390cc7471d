package rivulet.store;

import java.util.Arrays;
import java.util.OptionalLong;

/** Products of dimensions that do not overflow unseen. */
final class TensorShape {
  private TensorShape() {}

  /**
   * Number of elements (1 for no dimensions), or empty if it exceeds 63 bits or one is negative.
   */
  static OptionalLong elements(long[] shape) {
    if (Arrays.stream(shape).anyMatch(dimension -> dimension < 0)) {
      return OptionalLong.empty();
    }
    // A zero anywhere makes the product zero, whatever the others would overflow to.
    if (Arrays.stream(shape).anyMatch(dimension -> dimension == 0)) {
      return OptionalLong.of(0);
    }
    long product = 1;
    for (long dimension : shape) {
      if (product > Long.MAX_VALUE / dimension) {
        return OptionalLong.empty();
      }
      product *= dimension;
    }
    return OptionalLong.of(product);
  }

  /** Size in bytes, or empty if it exceeds 63 bits. */
  static OptionalLong bytes(ElementType type, long[] shape) {
    OptionalLong elements = elements(shape);
    return elements.isPresent() && elements.getAsLong() <= Long.MAX_VALUE / type.bytes()
        ? OptionalLong.of(elements.getAsLong() * type.bytes())
        : OptionalLong.empty();
  }
}
