package rivulet.autodiff.plan;

import java.util.List;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.ImageBatch;

/** One convolution applied to several values (primal and tangents) of all lanes at once. */
record ConvolutionInstruction(
    Convolution convolution, Operand packed, List<Operand> from, List<Operand> to, boolean perImage)
    implements BandedInstruction {
  /** Multiplications in a nanosecond, roughly: half a core's rate of AVX-512. */
  private static final long RATE = 32;

  @Override
  public void run(Frame frame) {
    ImageBatch batch = frame.batch;
    batch.clear();
    if (from.getFirst().layout().shape().pixels() == 1) {
      // value by value, so that the images of neighbouring lanes are rows of one product
      for (int i = 0; i < from.size(); i++) {
        addLanes(frame, i, i + 1);
      }
    } else {
      addLanes(frame, 0, from.size());
    }
    Shape image = to.getFirst().layout().shape();
    int first = frame.firstRow(image) / convolution.rowHeight();
    int end = Math.ceilDiv(frame.endRow(image), convolution.rowHeight());
    long nanoseconds = batch.count() * convolution.multiplications() / RATE;
    frame.share(this, first, end, nanoseconds * (end - first) / convolution.rows());
  }

  @Override
  public void run(Frame frame, Member member) {
    convolution.run(
        frame.batch,
        member.band,
        frame.segment(Region.PARAMETERS),
        packed.at(frame, 0),
        frame.segment(Region.WORK),
        member.work);
  }

  private void addLanes(Frame frame, int first, int end) {
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      for (int i = first; i < end; i++) {
        Operand x = from.get(i);
        Operand y = to.get(i);
        frame.batch.add(
            frame.segment(x.region()),
            x.at(frame, lane),
            frame.segment(y.region()),
            y.at(frame, lane));
      }
    }
  }

  @Override
  public int batch() {
    return from.size();
  }

  @Override
  public String describe() {
    return from.size() + " convolutions, " + convolution.algorithm();
  }
}
