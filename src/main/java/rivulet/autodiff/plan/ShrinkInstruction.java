package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.autodiff.Cases;
import rivulet.autodiff.Op;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/**
 * Sums the rows and columns of an image by their cases, {@link Op.Shrink}: first the rows of a case
 * by columns, from the top, then the columns from the left.
 */
record ShrinkInstruction(Operand from, Operand to, boolean perImage) implements Instruction {
  @Override
  public void run(Frame frame) {
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      shrink(frame, perImage ? frame.lane(n) : 0);
    }
  }

  private void shrink(Frame frame, int lane) {
    MemorySegment source = frame.segment(from.region());
    MemorySegment rows = frame.segment(Region.ROWS);
    Layout layout = from.layout();
    int height = layout.shape().height();
    int y = 0;
    for (int number = 0; number < to.layout().shape().height(); number++) {
      Elementwise.fill(0f, rows, 0, layout.rowFloats());
      for (; y < height && Cases.of(y, height) == number; y++) {
        long row = from.first(frame, lane) + y * from.rowStep();
        Elementwise.accumulate(source, row, rows, 0, layout.rowFloats());
      }
      long row = to.first(frame, lane) + number * to.rowStep();
      columns(rows, frame.segment(to.region()), row);
    }
  }

  private void columns(MemorySegment rows, MemorySegment target, long at) {
    Layout layout = from.layout();
    int width = layout.shape().width();
    long pixel = layout.pixelBytes();
    Elementwise.fill(0f, target, at, to.layout().rowFloats());
    for (int x = 0; x < width; x++) {
      long sum = at + Cases.of(x, width) * pixel;
      Elementwise.accumulate(rows, x * pixel, target, sum, layout.channelStride());
    }
  }

  @Override
  public String describe() {
    return "shrink to " + to.layout().shape();
  }
}
