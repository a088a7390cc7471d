package rivulet.perf.peers.torch;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import rivulet.perf.Clock;
import rivulet.perf.ConvolutionCase;
import rivulet.perf.Role;
import rivulet.perf.TestValues;
import rivulet.perf.peers.Errors;
import rivulet.perf.peers.Peer;

/** libtorch's convolution and its gradients, without a graph. */
public final class TorchConvolution implements Peer {
  private final Clock clock;
  private static final long[] ONES = {1, 1};
  private static final long[] ZEROS = {0, 0};
  private static final long[] NO_BIAS = {0};

  private final ConvolutionCase problem;
  private final Torch.Format format;
  private final Tensor x;
  private final Tensor g;
  private final Tensor w;
  private final TensorOptional noBias = new TensorOptional();
  private final BoolPointer mask = new BoolPointer(3);

  public TorchConvolution(ConvolutionCase problem, int images, Torch.Format format, Clock clock) {
    this.clock = clock;
    this.problem = problem;
    this.format = format;
    int height = problem.height();
    int width = problem.width();
    int outputs = problem.outputs();
    int inputs = problem.inputs();
    x = tensor(TestValues.INPUT, images, inputs, height, width);
    g = tensor(TestValues.COTANGENT, images, outputs, height, width);
    w = tensor(TestValues.WEIGHT, outputs, inputs, ConvolutionCase.SIZE, ConvolutionCase.SIZE);
    mask.put(0, problem.role() == Role.INPUT_GRADIENT);
    mask.put(1, problem.role() == Role.KERNEL_GRADIENT);
    mask.put(2, false);
  }

  private Tensor tensor(int stream, int... extents) {
    int count = 1;
    long[] sizes = new long[extents.length];
    for (int i = 0; i < sizes.length; i++) {
      count *= extents[i];
      sizes[i] = extents[i];
    }
    return Torch.tensor(TestValues.floats(stream, 0, count), format, sizes);
  }

  @Override
  public String variant() {
    return format.label;
  }

  private Tensor compute() {
    if (problem.role() == Role.FORWARD) {
      return torch.conv2d(x, w, noBias, ONES, ONES, ONES, 1);
    }
    var gradients =
        torch.convolution_backward(g, x, w, NO_BIAS, ONES, ONES, ONES, false, ZEROS, 1, mask);
    return problem.role() == Role.INPUT_GRADIENT ? gradients.get0() : gradients.get1();
  }

  @Override
  public double seconds(int repetitions) {
    try (NoGradGuard _ = new NoGradGuard()) {
      double start = clock.now();
      for (int i = 0; i < repetitions; i++) {
        try (PointerScope _ = new PointerScope()) {
          compute();
        }
      }
      return clock.now() - start;
    }
  }

  @Override
  public double error(float[] ours) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      return Errors.relative(ours, Torch.values(compute()));
    }
  }

  @Override
  public void close() {
    x.close();
    g.close();
    w.close();
    noBias.close();
    mask.close();
  }
}
