package rivulet.autodiff.plan;

import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Elementwise;

/** Fills an image shared by all lanes with a constant. */
record FillInstruction(Operand to, float value) implements Instruction {
  @Override
  public void run(Frame frame) {
    Shape shape = to.layout().shape();
    for (int row = frame.firstRow(shape); row < frame.endRow(shape); row++) {
      Elementwise.fill(
          value,
          frame.segment(to.region()),
          to.first(frame, 0) + row * to.rowStep(),
          to.layout().rowFloats());
    }
  }

  @Override
  public String describe() {
    return "fill with " + value;
  }
}
