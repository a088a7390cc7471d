package rivulet.perf.peers;

/** Comparison of results. */
public final class Errors {
  private Errors() {}

  /** max |a − b| / max |a|; NaN where lengths or numbers do not match. */
  public static double relative(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.NaN;
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs((double) ours[i]));
      difference = Math.max(difference, Math.abs((double) ours[i] - theirs[i]));
    }
    return difference / largest;
  }
}
