package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;

/** The vector field of a block in libtorch, as the published code builds it. */
final class TorchNetwork {
  private static final long[] ONES = {1, 1};

  private final NetworkSpec spec;
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<TensorOptional> biases = new ArrayList<>();

  /**
   * @param weights by name, canonical
   * @param trainable whether gradients by the weights will be asked for
   */
  TorchNetwork(
      NetworkSpec spec, Map<String, float[]> weights, Torch.Format format, boolean trainable) {
    if (spec.layer() != LayerKind.CONCAT || spec.timeFeatures() > 0) {
      throw new IllegalArgumentException("libtorch's network: concat layers alone, found " + spec);
    }
    this.spec = spec;
    for (Map.Entry<String, Extent> entry : spec.parameters().entrySet()) {
      float[] values = weights.get(entry.getKey());
      Tensor parameter =
          entry.getValue() instanceof KernelShape k
              ? Torch.tensor(values, format, k.outputs(), k.inputs(), k.size(), k.size())
              : Tensor.create(values, values.length);
      parameter.set_requires_grad(trainable);
      parameters.add(parameter);
    }
    for (int k = 0; k < spec.layers(); k++) {
      biases.add(new TensorOptional(parameters.get(2 * k)));
    }
  }

  /** Biases and kernels in the order of the network's parameters. */
  List<Tensor> parameters() {
    return parameters;
  }

  /**
   * f(t, z).
   *
   * @param time a channel of it, of every image
   */
  Tensor value(Tensor time, Tensor z, Optional<Tensor> condition) {
    Tensor h = z;
    for (int k = 0; k < spec.layers(); k++) {
      boolean last = k == spec.layers() - 1;
      TensorVector parts =
          k == 0 && condition.isPresent()
              ? new TensorVector(time, h, condition.get())
              : new TensorVector(time, h);
      Tensor kernel = parameters.get(2 * k + 1);
      Tensor next = torch.conv2d(torch.cat(parts, 1), kernel, biases.get(k), ONES, ONES, ONES, 1);
      next = last ? next : activated(next);
      boolean adds = spec.residual() && k > 0 && !last && next.size(1) == h.size(1);
      h = adds ? next.add(h) : next;
    }
    return h;
  }

  private Tensor activated(Tensor h) {
    return switch (spec.activation()) {
      case SOFTPLUS -> torch.softplus(h);
      case SWISH -> torch.silu(h);
      default -> throw new IllegalArgumentException("libtorch's network: " + spec.activation());
    };
  }

  /**
   * vᵀ ∂f/∂z by reverse mode.
   *
   * @param keep whether f is differentiated again
   * @param differentiable whether the product itself is differentiated
   */
  static Tensor pulledBack(Tensor f, Tensor z, Tensor v, boolean keep, boolean differentiable) {
    return torch
        .grad(
            new TensorVector(f),
            new TensorVector(z),
            new TensorVector(v),
            new BoolOptional(keep),
            differentiable,
            false)
        .get(0);
  }
}
