package rivulet.store;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** One tensor of an open file. Two are equal if name, type, shape and every byte are. */
public final class TensorEntry {
  private final String name;
  private final ElementType type;
  private final TensorShape shape;
  private final MemorySegment data;

  TensorEntry(String name, ElementType type, TensorShape shape, MemorySegment data) {
    if (shape.bytes(type).orElse(-1) != data.byteSize()) {
      throw new IllegalArgumentException(
          name + ": " + type + shape + " asked, data of " + data.byteSize() + " bytes given");
    }
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /** Type of its elements. */
  public ElementType type() {
    return type;
  }

  /** Dimensions, outermost first; empty for a scalar; a copy. */
  public long[] shape() {
    return shape.toArray();
  }

  /** Number of elements. */
  public long elements() {
    return data.byteSize() / type.bytes();
  }

  /**
   * Little-endian elements in C order: native, read-only, valid until the file is closed. Files of
   * other tools need not align it to the element size: use unaligned layouts.
   */
  public MemorySegment data() {
    return data;
  }

  /** Name, type and shape: {@code conv.weight F32[64, 4, 3, 3]}. */
  @Override
  public String toString() {
    return name + " " + type + shape;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorEntry that
        && name.equals(that.name)
        && type == that.type
        && shape.equals(that.shape)
        && data.mismatch(that.data) < 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, shape);
  }
}
