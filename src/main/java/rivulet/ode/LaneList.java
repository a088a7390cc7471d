package rivulet.ode;

import java.util.Arrays;

/** Checks the lanes a caller lists. */
public final class LaneList {
  private final boolean[] seen;

  public LaneList(int lanes) {
    seen = new boolean[lanes];
  }

  public int capacity() {
    return seen.length;
  }

  /** Copies the first {@code count} entries; each must be a lane, and listed once. */
  public void copy(int[] lanes, int count, int[] to) {
    if (count < 0 || count > lanes.length || count > seen.length) {
      throw new IllegalArgumentException(
          "lanes: count "
              + count
              + " does not fit a list of "
              + lanes.length
              + " and "
              + (seen.length + " lanes"));
    }
    Arrays.fill(seen, false);
    for (int index = 0; index < count; index++) {
      int lane = lanes[index];
      if (lane < 0 || lane >= seen.length || seen[lane]) {
        throw new IllegalArgumentException(
            "lanes: entry "
                + index
                + " is "
                + lane
                + ", listed twice or outside 0.."
                + (seen.length - 1));
      }
      seen[lane] = true;
      to[index] = lane;
    }
  }
}
