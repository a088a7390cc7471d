package rivulet.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * One tensor of an open file.
 *
 * @param name its name
 * @param type element type
 * @param shape dimensions, outermost first; empty for a scalar; copied in and out
 * @param data little-endian elements in C order: native, read-only, valid until the file is closed.
 *     Files of other tools need not align it to the element size: use unaligned layouts
 */
public record TensorEntry(String name, ElementType type, long[] shape, MemorySegment data) {
  /** Checks that data and shape agree. */
  public TensorEntry {
    Objects.requireNonNull(name, "name");
    shape = shape.clone();
    if (TensorShape.bytes(type, shape).orElse(-1) != data.byteSize()) {
      throw new IllegalArgumentException(
          name
              + ": "
              + type
              + Arrays.toString(shape)
              + " asked, data of "
              + data.byteSize()
              + " bytes given");
    }
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public long elements() {
    return data.byteSize() / type.bytes();
  }

  /** Name, type and shape: {@code conv.weight F32[64, 4, 3, 3]}. */
  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorEntry that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && data.mismatch(that.data) < 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, Arrays.hashCode(shape));
  }
}
