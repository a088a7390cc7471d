package rivulet.perf.peers;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import rivulet.perf.BlockProblem;
import rivulet.perf.BlockSolve;
import rivulet.perf.Clock;

/**
 * The gradient of the training loss by libtorch's autograd through equal bosh3 steps (Bogacki and
 * Shampine 1989): the same 9 evaluations, the divergence differentiated a second time.
 */
final class TorchGradient implements Peer {
  private final Clock clock;
  private static final double[] B = {2 / 9.0, 1 / 3.0, 4 / 9.0};
  private static final double[] C = {0, 0.5, 0.75};

  private final Torch.Format format;
  private final TorchField field;
  private final int steps;
  private final double perEntry;

  TorchGradient(BlockProblem problem, int images, int steps, Torch.Format format, Clock clock) {
    this.clock = clock;
    this.format = format;
    this.field = new TorchField(problem, images, format, true);
    this.steps = steps;
    double share = 1.0 / images;
    this.perEntry = share / problem.spec().state().elements();
  }

  private static Tensor scaled(Tensor tensor, double factor) {
    return tensor.mul(new Scalar((float) factor));
  }

  private TensorVector gradients(double jacobian) {
    Tensor z = field.state();
    List<Tensor> losses = new ArrayList<>();
    double h = 1.0 / steps;
    for (int step = 0; step < steps; step++) {
      Tensor next = z;
      Tensor stage = z;
      for (int i = 0; i < B.length; i++) {
        Tensor f = field.value((step + C[i]) * h, stage);
        losses.add(scaled(rate(f, stage, jacobian), h * B[i]));
        next = next.add(scaled(f, h * B[i]));
        stage = i + 1 < C.length ? z.add(scaled(f, h * C[i + 1])) : stage;
      }
      z = next;
    }
    Tensor loss = scaled(z.square().sum(), 0.5 * perEntry);
    for (Tensor part : losses) {
      loss = loss.add(part);
    }
    Tensor[] parameters = field.parameters().toArray(Tensor[]::new);
    return torch.grad(new TensorVector(loss), new TensorVector(parameters));
  }

  /** What the loss grows by per unit of time. */
  private Tensor rate(Tensor f, Tensor z, double jacobian) {
    Tensor v = field.pulledBack(f, z, true);
    Tensor divergence = scaled(v.mul(field.probe()).sum(), -perEntry);
    Tensor kinetic = scaled(f.square().sum(), 0.5 * BlockSolve.REGULARISER * perEntry);
    return divergence.add(kinetic).add(scaled(v.square().sum(), jacobian * perEntry));
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
