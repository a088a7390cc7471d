package rivulet.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;

/**
 * A dense row-major float32 matrix in native memory; a view that owns nothing. Element (r, c) is
 * the float at byte {@code at + 4·(r·columns + c)}.
 *
 * @param segment native segment
 * @param at byte offset of element (0, 0)
 * @param rows at least 1
 * @param columns at least 1
 */
public record Matrix(MemorySegment segment, long at, int rows, int columns) {
  public Matrix {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "matrix: needs at least one row and column, found " + rows + "x" + columns);
    }
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "matrix: " + rows + "x" + columns + " lies on the heap; allocate it from an Arena");
    }
    long bytes = 4L * rows * columns;
    if (at < 0 || at > segment.byteSize() - bytes) {
      throw new IllegalArgumentException(
          "matrix: "
              + rows
              + "x"
              + columns
              + " needs "
              + bytes
              + " bytes from byte "
              + at
              + ", the segment has "
              + segment.byteSize());
    }
  }

  /** Bytes from one row to the next. */
  public long rowBytes() {
    return 4L * columns;
  }

  /** Rows × columns, as error messages print it. */
  public String extent() {
    return rows + "x" + columns;
  }

  /** Whether the two views share a byte. */
  public boolean overlaps(Matrix other) {
    long start = segment.address() + at;
    long otherStart = other.segment.address() + other.at;
    return start < otherStart + other.rows * other.rowBytes()
        && otherStart < start + rows * rowBytes();
  }
}
