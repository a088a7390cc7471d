package rivulet.fault;

import rivulet.flow.BlockSolver;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.EvaluationOptions;

/** {@link LikelihoodFault#REDRAWN_PROBE}: blocks are solved as {@link RedrawnProbes}. */
final class RedrawnProbe implements WrongPractice {
  @Override
  public BlockSolver blocks(ProbeKind probes) {
    return (run, lanes, count, from, to) ->
        run.solve(new RedrawnProbes(run, probes), lanes, count, from, to);
  }

  @Override
  public void check(EvaluationOptions options, ModelSpec spec, Divergence divergence) {
    if (!divergence.stochastic()) {
      throw new IllegalArgumentException(
          "likelihood fault: redrawn-probe needs probes; use `divergence` hutchinson");
    }
    WrongPractice.super.check(options, spec, divergence);
  }
}
