package rivulet.perf.peers.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import rivulet.perf.BlockProblem;
import rivulet.perf.BlockSolve;
import rivulet.perf.Clock;
import rivulet.perf.peers.Errors;
import rivulet.perf.peers.Peer;

/**
 * The gradient of the training loss by libtorch's autograd through equal bosh3 steps (Bogacki and
 * Shampine 1989): the same 9 evaluations, the divergence differentiated a second time.
 */
public final class TorchGradient implements Peer {
  private final Clock clock;
  private final Torch.Format format;
  private final TorchField field;
  private final TorchSteps steps;

  public TorchGradient(
      BlockProblem problem, int images, int steps, Torch.Format format, Clock clock) {
    this.clock = clock;
    this.format = format;
    this.field = new TorchField(problem, images, format, true);
    this.steps = new TorchSteps("bosh3", steps);
  }

  private TensorVector gradients(double jacobian) {
    Tensor loss = field.loss(new TorchLikelihood(steps, jacobian));
    Tensor[] parameters = field.parameters().toArray(Tensor[]::new);
    return torch.grad(new TensorVector(loss), new TensorVector(parameters));
  }

  @Override
  public String variant() {
    return format.label;
  }

  @Override
  public double seconds(int repetitions) {
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      try (PointerScope _ = new PointerScope()) {
        gradients(BlockSolve.REGULARISER);
      }
    }
    return clock.now() - start;
  }

  @Override
  public double error(float[] ours) {
    try (PointerScope _ = new PointerScope()) {
      TensorVector gradients = gradients(0);
      float[] all = new float[ours.length];
      int at = 0;
      for (long i = 0; i < gradients.size(); i++) {
        float[] one = Torch.values(gradients.get(i));
        System.arraycopy(one, 0, all, at, one.length);
        at += one.length;
      }
      return Errors.relative(ours, all);
    }
  }

  @Override
  public void close() {}
}
