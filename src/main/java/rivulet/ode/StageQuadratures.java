package rivulet.ode;

/** Rates of the quadratures at the stages of the current step, and their sum h Σ b_i rate_i. */
final class StageQuadratures {
  private final Stages stages;
  private final int perLane;
  private final double[][] rates;
  private final double[] candidate;

  StageQuadratures(Stages stages, int lanes, int perLane) {
    this.stages = stages;
    this.perLane = perLane;
    rates = new double[stages.count][lanes * perLane];
    candidate = new double[lanes * perLane];
  }

  double[] rates(int stage) {
    return rates[stage];
  }

  /**
   * Sums up the step, i ascending, on top of {@code totals} which stay as they are; false if a sum
   * is not finite.
   */
  boolean advance(int lane, double h, double[] totals) {
    boolean finite = true;
    for (int at = lane * perLane, end = at + perLane; at < end; at++) {
      double sum = 0;
      for (int i = 0; i < stages.count; i++) {
        if (stages.b(i) != 0) {
          sum += stages.b(i) * rates[i][at];
        }
      }
      candidate[at] = totals[at] + h * sum;
      finite &= Double.isFinite(candidate[at]);
    }
    return finite;
  }

  void accept(int lane, double[] totals) {
    System.arraycopy(candidate, lane * perLane, totals, lane * perLane, perLane);
  }

  /** The last stage's rates become those of the next step's first stage. */
  void carry(int lane) {
    System.arraycopy(rates[stages.count - 1], lane * perLane, rates[0], lane * perLane, perLane);
  }
}
