package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import rivulet.perf.BlockSolve;

/**
 * The loss of training by likelihood, −log p per dimension with both regularisers, as a graph
 * through equal steps, the divergence by one probe and differentiable.
 *
 * @param steps of the solver
 * @param jacobian weight of ‖εᵀJ‖²; that of the kinetic energy is the usual one
 */
record TorchLikelihood(TorchSteps steps, double jacobian) {
  /** Mean over images; {@code time} is a channel of ones of every image, {@code z} the data. */
  Tensor loss(
      TorchNetwork network, Tensor time, Tensor z, Optional<Tensor> condition, Tensor probe) {
    List<Tensor> losses = new ArrayList<>();
    Tensor latent =
        steps.solve(
            z,
            0,
            1,
            (t, stage, weight) -> {
              Tensor f = network.value(Torch.scaled(time, t), stage, condition);
              if (weight != 0) {
                losses.add(Torch.scaled(rate(f, stage, probe), weight));
              }
              return f;
            });
    Tensor loss = Torch.scaled(latent.square().sum(), 0.5);
    for (Tensor part : losses) {
      loss = loss.add(part);
    }
    return loss.mul(new Scalar(1f / z.numel()));
  }

  /** What the loss grows by per unit of time. */
  private Tensor rate(Tensor f, Tensor z, Tensor probe) {
    Tensor v = TorchNetwork.pulledBack(f, z, probe, true, true);
    Tensor divergence = Torch.scaled(v.mul(probe).sum(), -1);
    Tensor kinetic = Torch.scaled(f.square().sum(), 0.5 * BlockSolve.REGULARISER);
    return divergence.add(kinetic).add(Torch.scaled(v.square().sum(), jacobian));
  }
}
