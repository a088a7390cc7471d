package rivulet.measure;

import java.util.OptionalDouble;

/** Splits the standard error of an evaluation into what noise and probes contribute. */
record ErrorParts(Evaluation evaluation) {

  StandardErrors standardErrors() {
    return new StandardErrors(evaluation.standardError(), draws(), probes());
  }

  /** From the spread of an image's draws, less the part of it that is due to probes. */
  private OptionalDouble draws() {
    int draws = evaluation.options().draws();
    if (draws < 2) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int n = 0; n < evaluation.images(); n++) {
      double probes = evaluation.probesToldApart() ? evaluation.probeVariance(n) : 0;
      sum += evaluation.drawVariance(n) / draws - probes;
    }
    return OptionalDouble.of(Math.sqrt(Math.max(0, sum)) / evaluation.images());
  }

  private OptionalDouble probes() {
    if (!evaluation.divergence().stochastic()) {
      return OptionalDouble.of(0);
    }
    if (!evaluation.probesToldApart()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int n = 0; n < evaluation.images(); n++) {
      sum += evaluation.probeVariance(n);
    }
    return OptionalDouble.of(Math.sqrt(sum) / evaluation.images());
  }
}
