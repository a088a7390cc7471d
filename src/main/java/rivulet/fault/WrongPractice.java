package rivulet.fault;

import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.Practice;

/** A practice whose number is no likelihood; what it does not override is done right. */
interface WrongPractice extends Practice {
  @Override
  default void check(EvaluationOptions options, ModelSpec spec, Divergence divergence) {
    Practice.super.check(options, spec, divergence);
    refuseMaps(options, divergence);
  }

  /** Maps of a wrong number would look right. */
  default void refuseMaps(EvaluationOptions options, Divergence divergence) {
    if (options.maps()) {
      throw new IllegalArgumentException(
          "maps: need an exact divergence without fault, found "
              + divergence.text()
              + ", "
              + LikelihoodFault.of(this).label()
              + "; use `divergence` exact");
    }
  }
}
