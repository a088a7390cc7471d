package rivulet.autodiff.plan;

import java.util.List;
import rivulet.tensor.kernel.convolution.ImageBatch;
import rivulet.tensor.kernel.convolution.KernelGradient;

/** Adds kernel gradients of several pairs (image, cotangent) of all lanes to one accumulator. */
record KernelGradientInstruction(
    KernelGradient kernel, List<Operand> x, List<Operand> g, Operand sum, boolean perImage)
    implements Instruction {

  @Override
  public void run(Frame frame) {
    ImageBatch batch = frame.batch;
    batch.clear();
    if (x.getFirst().layout().shape().pixels() == 1) {
      // value by value, so that the images of neighbouring lanes are terms of one product
      for (int i = 0; i < x.size(); i++) {
        addLanes(frame, i, i + 1);
      }
    } else {
      addLanes(frame, 0, x.size());
    }
    kernel.accumulate(
        batch, frame.segment(sum.region()), sum.at(frame, 0), frame.segment(Region.WORK), 0);
  }

  private void addLanes(Frame frame, int first, int end) {
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      for (int i = first; i < end; i++) {
        frame.batch.add(
            frame.segment(x.get(i).region()),
            x.get(i).at(frame, lane),
            frame.segment(g.get(i).region()),
            g.get(i).at(frame, lane));
      }
    }
  }

  @Override
  public int separable() {
    return perImage ? kernel.separable(x.size()) : 1;
  }

  @Override
  public int batch() {
    return x.size();
  }

  @Override
  public String describe() {
    return x.size() + " kernel gradients, " + kernel.algorithm();
  }
}
