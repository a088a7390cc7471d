package rivulet.ode;

/**
 * The first |h| (Hairer, Nørsett, Wanner I, II.4): a step along f(t₀) that moves y by a hundredth
 * of its scaled size tells the second derivative, and from it the step whose Taylor term of order k
 * is 0.01 tolerances.
 *
 * <p>Short way out: where a straight move along f(t₀) over the whole interval stays below a
 * hundredth of the tolerance (a fresh network is exactly zero) the whole interval is proposed. The
 * plain rule would start at 1e-6 and spend its evaluations on growing.
 */
final class StartingStep {
  private static final double FRACTION = 0.01;
  private static final double SMALL_NORM = 1e-5;
  private static final double CAUTIOUS_STEP = 1e-6;
  private static final double FLAT = 1e-15;
  private static final double[] EMPTY = {};

  private final Tolerance tolerance;
  private final Stages stages;
  private final int power;
  private final double[] slope;
  private final double[] probe;
  private final double[] unit = new double[1];
  private final int[] first = new int[1];

  StartingStep(Tolerance tolerance, Stages stages, int power, int lanes) {
    this.tolerance = tolerance;
    this.stages = stages;
    this.power = power;
    slope = new double[lanes];
    probe = new double[lanes];
  }

  void choose(
      OdeSystem system,
      int[] lanes,
      int count,
      AdaptivePace pace,
      FieldBatch batch,
      Solution solution) {
    first[0] = stages.derivative(0);
    batch.begin(Stages.NEXT, stages.derivative(1), false, EMPTY);
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      double distance = Math.abs(pace.t1 - pace.t0);
      slope[lane] = norm(system, lane, stages.derivative(0), -1);
      if (slope[lane] * distance <= FRACTION) {
        pace.propose(lane, distance);
      } else {
        double signed = probe(system, lane, distance, pace);
        batch.add(lane, pace.t0 + signed, -1);
        solution.evaluations[lane]++;
      }
    }
    if (batch.count() > 0) {
      system.evaluate(batch);
    }
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      double distance = Math.abs(pace.t1 - pace.t0);
      pace.propose(lane, Math.min(distance, size(system, lane)));
    }
  }

  /** Puts y + h₀ f into the stage state and returns h₀ with its sign. */
  private double probe(OdeSystem system, int lane, double distance, AdaptivePace pace) {
    double size = norm(system, lane, Stages.Y, -1);
    boolean cautious = size < SMALL_NORM || slope[lane] < SMALL_NORM;
    double step = cautious ? CAUTIOUS_STEP : FRACTION * (size / slope[lane]);
    if (!(step > pace.smallest(lane))) {
      step = pace.smallest(lane);
    }
    probe[lane] = Math.min(step, distance);
    unit[0] = Math.copySign(probe[lane], pace.t1 - pace.t0);
    system.combine(lane, Stages.NEXT, Stages.Y, unit, first, 1);
    return unit[0];
  }

  /** h = min(100 h₀, (0.01 / max(d₁, d₂))^(1/k)); h₀ itself where the field is not finite. */
  private double size(OdeSystem system, int lane) {
    double bend = norm(system, lane, stages.derivative(1), stages.derivative(0)) / probe[lane];
    double largest = Math.max(slope[lane], bend);
    if (!Double.isFinite(largest)) {
      return probe[lane];
    }
    double size =
        largest <= FLAT
            ? Math.max(CAUTIOUS_STEP, probe[lane] * 1e-3)
            : Power.of(FRACTION / largest, 1.0 / power);
    return Math.min(100 * probe[lane], size);
  }

  private double norm(OdeSystem system, int lane, int a, int b) {
    return system.scaledNorm(lane, a, b, Stages.Y, tolerance.atol(), tolerance.rtol());
  }
}
