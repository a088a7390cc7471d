package rivulet.ode;

import rivulet.ode.method.ButcherTableau;

/** Where each lane is in time, and how its next step is chosen. All memory is per lane. */
abstract sealed class Pace permits AdaptivePace, FixedPace {
  final double[] t;
  final double[] h;
  final double[] next;
  final boolean[] last;
  double t0;
  double t1;

  Pace(int lanes) {
    t = new double[lanes];
    h = new double[lanes];
    next = new double[lanes];
    last = new boolean[lanes];
  }

  static Pace of(StepSelection steps, Stages stages, ButcherTableau tableau, int lanes) {
    return switch (steps) {
      case AdaptiveSteps adaptive -> new AdaptivePace(adaptive, stages, tableau, lanes);
      case FixedSteps fixed -> new FixedPace(fixed.count(), lanes);
    };
  }

  final void interval(double start, double end) {
    t0 = start;
    t1 = end;
  }

  void begin(int lane) {
    t[lane] = t0;
    h[lane] = 0;
    last[lane] = false;
  }

  /** Chooses first steps, once the first derivative of all listed lanes is there. */
  abstract void open(OdeSystem system, int[] lanes, int count, FieldBatch batch, Solution solution);

  /** Sets h, next and last of the lane's next attempt. */
  abstract void plan(int lane, int accepted);

  /** Whether the last stage of an FSAL method is needed although no step follows. */
  abstract boolean measuresError();

  /** Error ratio of the attempt. */
  abstract double errorRatio(OdeSystem system, int lane);

  void accepted(int lane, double ratio) {
    t[lane] = next[lane];
  }

  /** Prepares another attempt; false if there is none. */
  abstract boolean rejected(int lane, double ratio);

  /** Accepted and rejected steps together after which a lane gives up. */
  abstract int maxSteps();
}
