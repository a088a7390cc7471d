package rivulet.perf.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import rivulet.flow.network.NetworkSpec;
import rivulet.perf.BlockProblem;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;

/** The vector field of a block in libtorch, as the published code builds it. */
final class TorchField {
  private static final long[] ONES = {1, 1};

  private final List<Tensor> parameters = new ArrayList<>();
  private final List<TensorOptional> biases = new ArrayList<>();
  private final Tensor condition;
  private final Tensor clock;
  private final Tensor state;
  private final Tensor probe;
  private final int layers;

  TorchField(BlockProblem problem, int images, Torch.Format format, boolean trainable) {
    NetworkSpec spec = problem.spec();
    this.layers = spec.layers();
    Map<String, float[]> weights = problem.weights();
    for (Map.Entry<String, Extent> entry : spec.parameters().entrySet()) {
      float[] values = weights.get(entry.getKey());
      Tensor parameter =
          entry.getValue() instanceof KernelShape k
              ? Torch.tensor(values, format, k.outputs(), k.inputs(), k.size(), k.size())
              : Tensor.create(values, values.length);
      parameter.set_requires_grad(trainable);
      parameters.add(parameter);
    }
    for (int k = 0; k < layers; k++) {
      biases.add(new TensorOptional(parameters.get(2 * k)));
    }
    int side = problem.side();
    float[][] states = new float[images][];
    float[][] conditions = new float[images][];
    float[][] probes = new float[images][];
    for (int n = 0; n < images; n++) {
      states[n] = problem.state(n);
      conditions[n] = problem.condition(n);
      probes[n] = problem.probe(n);
    }
    float[] ones = new float[images * side * side];
    Arrays.fill(ones, 1f);
    state = Torch.tensor(joined(states), format, images, problem.channels(), side, side);
    state.set_requires_grad(true);
    condition = Torch.tensor(joined(conditions), format, images, problem.condition(), side, side);
    probe = Torch.tensor(joined(probes), format, images, problem.channels(), side, side);
    clock = Torch.tensor(ones, format, images, 1, side, side);
  }

  private static float[] joined(float[][] parts) {
    float[] all = new float[parts.length * parts[0].length];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, i * parts[0].length, parts[0].length);
    }
    return all;
  }

  Tensor state() {
    return state;
  }

  Tensor probe() {
    return probe;
  }

  /** Biases and kernels in the order of the network's parameters. */
  List<Tensor> parameters() {
    return parameters;
  }

  /** f(t, z). */
  Tensor value(double t, Tensor z) {
    Tensor time = clock.mul(new Scalar((float) t));
    Tensor h = z;
    for (int k = 0; k < layers; k++) {
      TensorVector parts =
          k == 0 ? new TensorVector(time, h, condition) : new TensorVector(time, h);
      Tensor kernel = parameters.get(2 * k + 1);
      h = torch.conv2d(torch.cat(parts, 1), kernel, biases.get(k), ONES, ONES, ONES, 1);
      if (k < layers - 1) {
        h = torch.softplus(h);
      }
    }
    return h;
  }

  /** εᵀ ∂f/∂z by reverse mode. */
  Tensor pulledBack(Tensor f, Tensor z, boolean differentiable) {
    return torch
        .grad(
            new TensorVector(f),
            new TensorVector(z),
            new TensorVector(probe),
            new BoolOptional(differentiable),
            differentiable,
            false)
        .get(0);
  }
}
