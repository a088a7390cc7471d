package rivulet.train;

import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantisation;
import rivulet.ode.SolverOptions;
import rivulet.tensor.kernel.Tuning;

/**
 * bits/dim for choices between models while training goes on: at a tolerance of 1e-3, whose errors
 * the models share and which are small beside what tells them apart, with one probe, and with the
 * same noise for all of them.
 */
final class BriefEvaluation {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("bosh3", 1e-3);

  private BriefEvaluation() {}

  /**
   * Measures a model.
   *
   * @param noise of its pixels
   * @param images held back
   * @param seed of noise and probes
   * @throws IllegalStateException if a solve does not arrive
   */
  static Evaluation of(
      FlowModel model,
      Dequantisation noise,
      ImageSet images,
      long seed,
      Evaluation.Workers workers,
      Tuning tuning) {
    EvaluationOptions options = EvaluationOptions.of(seed, SOLVER, ProbeKind.RADEMACHER, noise);
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model, Divergence.hutchinson(), false, tuning)) {
      return Evaluation.of(flow, images, options, workers, (done, all) -> {});
    }
  }
}
