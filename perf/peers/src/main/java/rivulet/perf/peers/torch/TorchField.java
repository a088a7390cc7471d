package rivulet.perf.peers.torch;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import rivulet.perf.BlockProblem;
import rivulet.perf.Joined;

/** The vector field of a block in libtorch with the images of a {@link BlockProblem}. */
final class TorchField {
  private final TorchNetwork network;
  private final Tensor condition;
  private final Tensor clock;
  private final Tensor state;
  private final Tensor probe;

  TorchField(BlockProblem problem, int images, Torch.Format format, boolean trainable) {
    this.network = new TorchNetwork(problem.spec(), problem.weights(), format, trainable);
    int side = problem.side();
    float[][] states = new float[images][];
    float[][] conditions = new float[images][];
    float[][] probes = new float[images][];
    for (int n = 0; n < images; n++) {
      states[n] = problem.state(n);
      conditions[n] = problem.condition(n);
      probes[n] = problem.probe(n);
    }
    state =
        Torch.tensor(Joined.of(List.of(states)), format, images, problem.channels(), side, side);
    state.set_requires_grad(true);
    condition =
        Torch.tensor(
            Joined.of(List.of(conditions)), format, images, problem.condition(), side, side);
    probe =
        Torch.tensor(Joined.of(List.of(probes)), format, images, problem.channels(), side, side);
    clock = Torch.ones(format, images, 1, side, side);
  }

  Tensor state() {
    return state;
  }

  Tensor probe() {
    return probe;
  }

  /** Biases and kernels in the order of the network's parameters. */
  List<Tensor> parameters() {
    return network.parameters();
  }

  /** f(t, z). */
  Tensor value(double t, Tensor z) {
    return network.value(Torch.scaled(clock, t), z, Optional.of(condition));
  }

  /** εᵀ ∂f/∂z by reverse mode. */
  Tensor pulledBack(Tensor f, Tensor z) {
    return TorchNetwork.pulledBack(f, z, probe, false, false);
  }

  /** The loss of training over the images. */
  Tensor loss(TorchLikelihood objective) {
    return objective.loss(network, clock, state, Optional.of(condition), probe);
  }
}
