package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.autodiff.Cases;
import rivulet.autodiff.Op;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/** Repeats the middle row and column of an image of at most 3×3 pixels: {@link Op.Stretch}. */
record StretchInstruction(Operand from, Operand to, boolean perImage) implements Instruction {
  @Override
  public void run(Frame frame) {
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      stretch(frame, from.first(frame, lane), to.first(frame, lane));
    }
  }

  private void stretch(Frame frame, long first, long at) {
    MemorySegment source = frame.segment(from.region());
    MemorySegment target = frame.segment(to.region());
    Layout layout = to.layout();
    int height = layout.shape().height();
    int start = frame.firstRow(layout.shape());
    for (int y = start; y < frame.endRow(layout.shape()); y++) {
      long row = at + y * to.rowStep();
      int number = Cases.of(y, height);
      if (y > Math.max(1, start) && number == 1) {
        Elementwise.copy(target, row - to.rowStep(), target, row, layout.rowFloats());
      } else {
        row(source, first + number * from.rowStep(), target, row);
      }
    }
  }

  private void row(MemorySegment source, long first, MemorySegment target, long at) {
    Layout layout = to.layout();
    int width = layout.shape().width();
    long pixel = layout.pixelBytes();
    for (int x = 0; x < width; x++) {
      long in = first + Cases.of(x, width) * pixel;
      Elementwise.copy(source, in, target, at + x * pixel, layout.channelStride());
    }
  }

  @Override
  public String describe() {
    return "stretch to " + to.layout().shape();
  }
}
