package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.autodiff.Lattice;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;

/** Writes the indicator of a {@link Lattice}. */
record IndicatorInstruction(Operand to, Lattice lattice, boolean perImage) implements Instruction {
  @Override
  public void run(Frame frame) {
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      write(frame, to.first(frame, perImage ? frame.lane(n) : 0));
    }
  }

  private void write(Frame frame, long first) {
    MemorySegment segment = frame.segment(to.region());
    Layout layout = to.layout();
    for (int y = frame.firstRow(layout.shape()); y < frame.endRow(layout.shape()); y++) {
      long row = first + y * to.rowStep();
      Elementwise.fill(0f, segment, row, layout.rowFloats());
      if (y % lattice.rowStep() == lattice.row()) {
        mark(segment, row, layout);
      }
    }
  }

  private void mark(MemorySegment segment, long row, Layout layout) {
    for (int x = lattice.column(); x < layout.shape().width(); x += lattice.columnStep()) {
      for (int c = lattice.firstChannel(); c < lattice.endChannel(); c++) {
        segment.set(Plan.FLOAT, row + x * layout.pixelBytes() + 4L * c, 1f);
      }
    }
  }

  @Override
  public String describe() {
    return "indicator of " + lattice;
  }
}
