package rivulet.ode.adjoint;

/**
 * Which states of one lane's solve are kept as snapshots, and which of them are made again when the
 * steps are reversed. All steps are kept up to a limit. Beyond it, going forward, every second
 * snapshot is given up and from then on only every second (fourth, eighth, …) state is kept, since
 * the number of steps is not known in advance. Going backward, places that are free again serve to
 * bring back the states between two snapshots with the fewest evaluations: binomial checkpointing
 * (Griewank, Walther, ACM TOMS 26 (2000), algorithm 799 "revolve").
 */
public final class Checkpoints {
  /** This part of the places stays free on the way forward, for the way back. */
  private static final int RESERVE = 4;

  private final int limit;
  private final int kept;
  private final int[] steps;
  private final int[] places;
  private final int[] free;
  private int count;
  private int freeCount;
  private int stride;

  /** With at most {@code limit} snapshots at a time, at least 1. */
  public Checkpoints(int limit) {
    this.limit = limit;
    kept = limit - limit / RESERVE;
    steps = new int[limit];
    places = new int[limit];
    free = new int[limit];
    begin();
  }

  /** Forgets everything. */
  public void begin() {
    count = 0;
    stride = 1;
    freeCount = limit;
    for (int i = 0; i < limit; i++) {
      free[i] = limit - 1 - i;
    }
  }

  /** Place for the state before step {@code step} on the way forward, or −1 not to keep it. */
  public int forward(int step) {
    while (count == kept && step % stride == 0) {
      thin();
    }
    return step % stride == 0 ? push(step) : -1;
  }

  private void thin() {
    stride *= 2;
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (steps[i] % stride == 0) {
        steps[left] = steps[i];
        places[left++] = places[i];
      } else {
        free[freeCount++] = places[i];
      }
    }
    count = left;
  }

  /** Makes room by giving up snapshots after {@code step}, which have been reversed. */
  void backTo(int step) {
    while (steps[count - 1] > step) {
      free[freeCount++] = places[--count];
    }
  }

  /** The step of the last snapshot. */
  int lastStep() {
    return steps[count - 1];
  }

  /** Where the last snapshot is. */
  int lastPlace() {
    return places[count - 1];
  }

  /** Place for the state before {@code step}, later than all that are kept. */
  int push(int step) {
    int place = free[--freeCount];
    steps[count] = step;
    places[count++] = place;
    return place;
  }

  /** How many steps to go on from the last snapshot towards {@code step} before the next one. */
  int advance(int step) {
    return advance(step - lastStep() + 1, freeCount + 1);
  }

  /**
   * The first leg in reversing {@code steps} steps with {@code snapshots} snapshots, of which one
   * is at the start. With C(s, r) = (s + r)! / (s! r!), the most steps that s snapshots reverse
   * when none is run more than r times, and r the smallest that suffices, the legs before and after
   * the next snapshot must each fit what is left to them.
   */
  static int advance(int steps, int snapshots) {
    if (snapshots == 1) {
      return steps - 1;
    }
    int runs = 0;
    while (reach(snapshots, runs) < steps) {
      runs++;
    }
    long most = Math.min(reach(snapshots, runs - 1), steps - reach(snapshots - 1, runs - 1));
    return (int) Math.max(1, most);
  }

  /** (s + r)! / (s! r!), saturating; 0 for r &lt; 0. */
  static long reach(int snapshots, int runs) {
    if (runs < 0) {
      return 0;
    }
    long reach = 1;
    for (int i = 1; i <= runs && reach < Integer.MAX_VALUE; i++) {
      reach = reach * (snapshots + i) / i;
    }
    return reach;
  }
}
