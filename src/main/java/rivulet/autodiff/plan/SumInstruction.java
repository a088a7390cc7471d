package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/**
 * Sums an image over its pixels (and to a scalar over its channels): rows first, by columns, then
 * the columns from left to right. A target shared by all images gets the sum over lanes in their
 * order.
 *
 * @param from the image
 * @param fromPerImage whether every lane has one
 * @param to the target
 * @param toPerImage whether every lane has one
 * @param accumulate whether to add to the target or to replace it
 */
record SumInstruction(
    Operand from, boolean fromPerImage, Operand to, boolean toPerImage, boolean accumulate)
    implements Instruction {

  @Override
  public void run(Frame frame) {
    int images = fromPerImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      int lane = fromPerImage ? frame.lane(n) : 0;
      boolean fresh = !accumulate && (toPerImage || n == 0);
      if (fresh) {
        clear(frame, lane);
      }
      if (to.layout().shape().pixels() > 1) {
        addImage(frame, lane);
      } else {
        addPixels(frame, lane);
      }
    }
  }

  private void clear(Frame frame, int lane) {
    MemorySegment s = frame.segment(to.region());
    for (int row = 0; row < to.layout().shape().height(); row++) {
      Elementwise.fill(0f, s, to.first(frame, lane) + row * to.rowStep(), to.layout().rowFloats());
    }
  }

  private void addImage(Frame frame, int lane) {
    for (int row = 0; row < to.layout().shape().height(); row++) {
      Elementwise.accumulate(
          frame.segment(from.region()),
          from.first(frame, lane) + row * from.rowStep(),
          frame.segment(to.region()),
          to.first(frame, lane) + row * to.rowStep(),
          to.layout().rowFloats());
    }
  }

  private void addPixels(Frame frame, int lane) {
    Layout layout = from.layout();
    MemorySegment column = frame.segment(Region.ROWS);
    int floats = layout.rowFloats();
    Elementwise.fill(0f, column, 0, floats);
    for (int row = 0; row < layout.shape().height(); row++) {
      Elementwise.accumulate(
          frame.segment(from.region()),
          from.first(frame, lane) + row * from.rowStep(),
          column,
          0,
          floats);
    }
    MemorySegment target = frame.segment(to.region());
    if (to.layout().shape().channels() == 1) {
      addColumns(layout, column, target, to.first(frame, lane));
      return;
    }
    for (int x = 0; x < layout.shape().width(); x++) {
      Elementwise.accumulate(
          column,
          x * layout.pixelBytes(),
          target,
          to.first(frame, lane),
          layout.shape().channels());
    }
  }

  private static void addColumns(
      Layout layout, MemorySegment column, MemorySegment target, long at) {
    float sum = target.get(Plan.FLOAT, at);
    for (int c = 0; c < layout.shape().channels(); c++) {
      for (int x = 0; x < layout.shape().width(); x++) {
        sum += column.get(Plan.FLOAT, x * layout.pixelBytes() + 4L * c);
      }
    }
    target.set(Plan.FLOAT, at, sum);
  }

  @Override
  public String describe() {
    return "sum to " + to.layout().shape();
  }
}
