package rivulet.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A view of one image in native memory: where it lies and how. Owns nothing; valid as long as the
 * segment's arena is open.
 *
 * @param segment native memory
 * @param offset byte offset of the whole image, border included
 * @param layout shape, border and channel padding
 */
public record Tensor(MemorySegment segment, long offset, Layout layout) {
  /** Checks that the image lies inside a native segment. */
  public Tensor {
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "tensor: the segment lies on the heap; allocate it from a Workspace");
    }
    long bytes = 4L * layout.spanFloats();
    if (offset < 0 || offset > segment.byteSize() - bytes) {
      throw new IllegalArgumentException(
          "tensor: an image of "
              + layout.shape()
              + " takes "
              + bytes
              + " bytes at offset "
              + offset
              + ", the segment has "
              + segment.byteSize());
    }
  }

  /** A zero-filled image of its own. */
  public static Tensor allocate(Layout layout, Workspace workspace) {
    return new Tensor(workspace.allocate(layout.imageBytes()), 0, layout);
  }

  public Shape shape() {
    return layout.shape();
  }

  /** One scalar; indices are checked. */
  public float get(int channel, int row, int column) {
    return segment.get(Layout.FLOAT, place(channel, row, column));
  }

  /** Sets one scalar; indices are checked. */
  public void set(int channel, int row, int column, float value) {
    segment.set(Layout.FLOAT, place(channel, row, column), value);
  }

  /** Writes the image from a planar (channel, row, column) array. */
  public void fromPlanar(double[] planar) {
    requireLength(planar);
    layout.scatter(planar, 0, segment, offset);
  }

  /** The image as a new planar (channel, row, column) array. */
  public double[] toPlanar() {
    double[] planar = new double[(int) shape().elements()];
    layout.gather(segment, offset, planar, 0);
    return planar;
  }

  private void requireLength(double[] planar) {
    if (planar.length != shape().elements()) {
      throw new IllegalArgumentException(
          "tensor: "
              + shape()
              + " has "
              + shape().elements()
              + " entries, the array "
              + planar.length);
    }
  }

  private long place(int channel, int row, int column) {
    Shape s = shape();
    boolean inside =
        channel >= 0
            && channel < s.channels()
            && row >= 0
            && row < s.height()
            && column >= 0
            && column < s.width();
    if (!inside) {
      throw new IndexOutOfBoundsException(
          "tensor: entry (" + channel + ", " + row + ", " + column + ") of an image " + s);
    }
    return offset + layout.offset(channel, row, column);
  }
}
