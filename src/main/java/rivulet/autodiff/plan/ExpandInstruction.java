package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;

/** Repeats a one-pixel image over a row of pixels, so that broadcasting is an ordinary row. */
record ExpandInstruction(Operand pixel, Operand row, boolean perImage) implements Instruction {
  @Override
  public void run(Frame frame) {
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      Layout layout = row.layout();
      MemorySegment from = frame.segment(pixel.region());
      MemorySegment to = frame.segment(row.region());
      long bytes = 4L * layout.shape().channels();
      for (int x = 0; x < layout.shape().width(); x++) {
        MemorySegment.copy(
            from,
            pixel.first(frame, lane),
            to,
            row.first(frame, lane) + x * layout.pixelBytes(),
            bytes);
      }
    }
  }

  @Override
  public String describe() {
    return "expand to a row";
  }
}
