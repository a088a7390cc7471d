package rivulet.fault;

import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.measure.EvaluationOptions;

/** {@link LikelihoodFault#SAMPLED_IMPORTANCE}: takes what a likelihood refuses. */
final class SampledImportance implements WrongPractice {
  @Override
  public void check(EvaluationOptions options, ModelSpec spec, Divergence divergence) {
    if (options.importance() == 1 || !divergence.stochastic()) {
      throw new IllegalArgumentException(
          "likelihood fault: sampled-importance needs importance samples (`importance-samples`)"
              + " and an estimated divergence (`divergence` hutchinson)");
    }
    refuseMaps(options, divergence);
  }
}
