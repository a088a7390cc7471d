package rivulet.autodiff;

import java.util.List;
import rivulet.tensor.ImageBatch;
import rivulet.tensor.KernelGradient;

/** Adds kernel gradients of several pairs (image, cotangent) of all lanes to one accumulator. */
record KernelGradientInstruction(
    KernelGradient kernel, List<Operand> x, List<Operand> g, Operand sum, boolean perImage)
    implements Instruction {

  @Override
  public void run(Frame frame) {
    ImageBatch batch = frame.batch;
    batch.clear();
    int images = perImage ? frame.count() : 1;
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      for (int i = 0; i < x.size(); i++) {
        batch.add(
            frame.segment(x.get(i).region()),
            x.get(i).at(frame, lane),
            frame.segment(g.get(i).region()),
            g.get(i).at(frame, lane));
      }
    }
    kernel.accumulate(
        batch, frame.segment(sum.region()), sum.at(frame, 0), frame.segment(Region.WORK), 0);
  }

  @Override
  public String describe() {
    return x.size() + " kernel gradients, " + kernel.algorithm();
  }
}
