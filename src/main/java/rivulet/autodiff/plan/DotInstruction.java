package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Reductions;

/**
 * Adds {@code scale · ⟨a, b⟩} of each lane to one of its quadrature rates, in float64: row by row,
 * and with the last row of the last strip to the rate.
 *
 * @param number of this product among those of the plan
 */
record DotInstruction(
    Operand a, Operand b, double scale, int number, int quadrature, int quadratures)
    implements Instruction {

  @Override
  public void run(Frame frame) {
    for (int n = 0; n < frame.count(); n++) {
      int lane = frame.lane(n);
      int place = number * frame.lanes() + lane;
      double sum = dot(frame, lane, frame.inFirstStrip() ? 0 : frame.products[place]);
      frame.products[place] = sum;
      if (frame.inLastStrip()) {
        frame.rates[lane * quadratures + quadrature] += scale * sum;
      }
    }
  }

  private double dot(Frame frame, int lane, double before) {
    MemorySegment sa = frame.segment(a.region());
    MemorySegment sb = frame.segment(b.region());
    long ao = a.first(frame, lane);
    long bo = b.first(frame, lane);
    Layout layout = a.layout();
    boolean dense = layout.channelStride() == layout.shape().channels();
    int runs = dense ? 1 : layout.shape().width();
    int floats = dense ? layout.rowFloats() : layout.shape().channels();
    double sum = before;
    int end = frame.endRow(layout.shape());
    for (int row = frame.firstRow(layout.shape()); row < end; row++) {
      for (int run = 0; run < runs; run++) {
        long step = run * layout.pixelBytes();
        sum +=
            Reductions.dot(
                sa, ao + row * a.rowStep() + step, sb, bo + row * b.rowStep() + step, floats);
      }
    }
    return sum;
  }

  @Override
  public String describe() {
    return "inner product";
  }
}
