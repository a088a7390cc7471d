package rivulet.parallel;

/** Short waits of a thread that soon has something to do. */
public final class Spin {
  /**
   * Rounds before a thread parks: some tens of microseconds, longer than the gap between two short
   * runs, far shorter than one solve.
   */
  public static final int ROUNDS = 2_000;

  // Sometimes the system puts caller and helper on one core, where each spins away the time that
  // the other needs; without yields runs of empty tasks then took 105 microseconds in the median
  // instead of 0.3. Yields from the first round on kept the two on one core.
  private static final int BEFORE_YIELDS = 1_000;
  private static final int BETWEEN_YIELDS = 64;

  private Spin() {}

  /** Waits for some nanoseconds; {@code round} counts from 0. */
  @SuppressWarnings("ThreadPriorityCheck") // Only speed depends on the yield.
  public static void pause(int round) {
    if (round >= BEFORE_YIELDS && round % BETWEEN_YIELDS == 0) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }
}
