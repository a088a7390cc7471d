package rivulet.ode;

import rivulet.ode.method.ButcherTableau;

/** Steps from the error estimate; {@code proposal} is the |h| that the controller wants next. */
final class AdaptivePace extends Pace {
  /** An end nearer than this many proposals is reached in one step. */
  private static final double STRETCH = 1.01;

  private static final double ULPS = 16;

  private final AdaptiveSteps options;
  private final Stages stages;
  private final int power;
  private final StartingStep starting;
  private final double[] proposal;
  private final double[] previous;
  private final double[] beforePrevious;
  private final boolean[] retrying;

  AdaptivePace(AdaptiveSteps options, Stages stages, ButcherTableau tableau, int lanes) {
    super(lanes);
    this.options = options;
    this.stages = stages;
    this.power = tableau.errorPower();
    this.starting = new StartingStep(options.tolerance(), stages, power, lanes);
    proposal = new double[lanes];
    previous = new double[lanes];
    beforePrevious = new double[lanes];
    retrying = new boolean[lanes];
  }

  @Override
  void begin(int lane) {
    super.begin(lane);
    previous[lane] = 1;
    beforePrevious[lane] = 1;
    retrying[lane] = false;
    proposal[lane] = options.firstStep();
  }

  @Override
  void open(OdeSystem system, int[] lanes, int count, FieldBatch batch, Solution solution) {
    if (options.firstStep() == 0) {
      starting.choose(system, lanes, count, this, batch, solution);
    }
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      proposal[lane] = Math.max(proposal[lane], smallest(lane));
    }
  }

  void propose(int lane, double size) {
    proposal[lane] = size;
  }

  /** The smallest |h| that still moves t well away from its rounding. */
  double smallest(int lane) {
    double ulp = Math.ulp(Math.max(Math.abs(t[lane]), Math.abs(t1)));
    return Math.max(options.minStep(), ULPS * ulp);
  }

  /** Lands on t1 exactly, and never leaves a tiny rest: what is below two steps is halved. */
  @Override
  void plan(int lane, int accepted) {
    double rest = t1 - t[lane];
    double distance = Math.abs(rest);
    last[lane] = distance <= STRETCH * proposal[lane];
    if (last[lane]) {
      h[lane] = rest;
      next[lane] = t1;
    } else {
      double size = Math.min(proposal[lane], 0.5 * distance);
      next[lane] = t[lane] + Math.copySign(size, rest);
      h[lane] = next[lane] - t[lane];
    }
  }

  @Override
  boolean measuresError() {
    return true;
  }

  @Override
  double errorRatio(OdeSystem system, int lane) {
    return stages.errorRatio(system, lane, h[lane], options.tolerance());
  }

  @Override
  void accepted(int lane, double ratio) {
    super.accepted(lane, ratio);
    double factor =
        options.controller().afterAccepted(ratio, previous[lane], beforePrevious[lane], power);
    if (retrying[lane]) {
      factor = Math.min(1, factor);
    }
    retrying[lane] = false;
    beforePrevious[lane] = previous[lane];
    previous[lane] = ratio;
    proposal[lane] = Math.max(Math.abs(h[lane]) * factor, smallest(lane));
  }

  @Override
  boolean rejected(int lane, double ratio) {
    double size = Math.abs(h[lane]);
    double smallest = smallest(lane);
    // The proposal too: h is rounded to a difference of times and may exceed it by an ulp of t.
    if (size <= smallest || proposal[lane] <= smallest) {
      return false;
    }
    retrying[lane] = true;
    double factor = options.controller().afterRejected(ratio, power);
    proposal[lane] = Math.max(size * factor, smallest);
    return true;
  }

  @Override
  int maxSteps() {
    return options.maxSteps();
  }
}
