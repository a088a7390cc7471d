package rivulet.autodiff.plan;

import rivulet.tensor.Layout;

/**
 * The home of a value: a byte offset within a region. Kernels are dense canonical floats.
 *
 * @param region where
 * @param offset byte offset in the region (of one lane, where a region has lanes)
 * @param layout layout of an image; for a kernel a single dense row
 * @param rowStep bytes from row to row; 0 for a row that stands for all rows
 */
record Operand(Region region, long offset, Layout layout, long rowStep) {
  static Operand image(Region region, long offset, Layout layout) {
    return new Operand(region, offset, layout, layout.rowBytes());
  }

  /**
   * Address of the image for one lane; where rows of a strip are held alone, as if the rows above
   * were there too.
   */
  long at(Frame frame, int lane) {
    long above = region == Region.STRIP ? frame.firstHeld() * rowStep : 0;
    return frame.base(region, lane) + offset - above;
  }

  /** Address of the first pixel inside the border. */
  long first(Frame frame, int lane) {
    return at(frame, lane) + layout.origin();
  }
}
