package rivulet.ode;

/** Equal steps. */
final class FixedPace extends Pace {
  private final int steps;

  FixedPace(int steps, int lanes) {
    super(lanes);
    this.steps = steps;
  }

  @Override
  void open(OdeSystem system, int[] lanes, int count, FieldBatch batch, Solution solution) {
    // Nothing to choose.
  }

  @Override
  void plan(int lane, int accepted) {
    h[lane] = (t1 - t0) / steps;
    last[lane] = accepted == steps - 1;
    next[lane] = last[lane] ? t1 : t0 + (accepted + 1) * h[lane];
  }

  @Override
  boolean measuresError() {
    return false;
  }

  @Override
  double errorRatio(OdeSystem system, int lane) {
    return 0;
  }

  @Override
  boolean rejected(int lane, double ratio) {
    return false;
  }

  @Override
  int maxSteps() {
    return Integer.MAX_VALUE;
  }
}
