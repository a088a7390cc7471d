package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Reductions;

/** Adds {@code scale · ⟨a, b⟩} of each lane to one of its quadrature rates, in float64. */
record DotInstruction(Operand a, Operand b, double scale, int quadrature, int quadratures)
    implements Instruction {

  @Override
  public void run(Frame frame) {
    for (int n = 0; n < frame.count(); n++) {
      int lane = frame.lane(n);
      frame.rates[lane * quadratures + quadrature] += scale * dot(frame, lane);
    }
  }

  private double dot(Frame frame, int lane) {
    MemorySegment sa = frame.segment(a.region());
    MemorySegment sb = frame.segment(b.region());
    long ao = a.first(frame, lane);
    long bo = b.first(frame, lane);
    Layout layout = a.layout();
    boolean dense = layout.channelStride() == layout.shape().channels();
    int runs = dense ? 1 : layout.shape().width();
    int floats = dense ? layout.rowFloats() : layout.shape().channels();
    double sum = 0;
    for (int row = 0; row < layout.shape().height(); row++) {
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
