package rivulet.flow.pretransform;

import java.util.Arrays;

/**
 * Cuts some of a sample's members into equal shares, sorted by a key, rounded to float32. The
 * middle of a share is the key of its middle member; shares with one middle are pooled: each of
 * them then has the members of all, so that what is measured from shares is a function of the
 * middle.
 */
final class EqualShares {
  private final double[] middles;
  private final int[] sorted;
  private final int[] from;
  private final int[] to;

  /**
   * @param key of each member of the sample
   * @param members chosen ones, at least as many as shares
   */
  EqualShares(double[] key, int[] members, int shares) {
    this.sorted = sorted(key, members);
    this.middles = new double[shares];
    this.from = new int[shares];
    this.to = new int[shares];
    for (int s = 0; s < shares; s++) {
      from[s] = edge(s, shares);
      to[s] = edge(s + 1, shares);
      middles[s] = (float) key[sorted[(from[s] + to[s]) >>> 1]];
    }
    for (int s = 1; s < shares; s++) {
      from[s] = middles[s] == middles[s - 1] ? from[s - 1] : from[s];
    }
    for (int s = shares - 2; s >= 0; s--) {
      to[s] = middles[s] == middles[s + 1] ? to[s + 1] : to[s];
    }
  }

  private int edge(int share, int shares) {
    return (int) ((long) share * sorted.length / shares);
  }

  /** Ties stay in the order of the sample. */
  private static int[] sorted(double[] key, int[] members) {
    long[] pairs = new long[members.length];
    for (int n = 0; n < pairs.length; n++) {
      pairs[n] = (long) ordinal((float) key[members[n]]) << 32 | members[n];
    }
    Arrays.sort(pairs);
    int[] sorted = new int[pairs.length];
    Arrays.setAll(sorted, n -> (int) pairs[n]);
    return sorted;
  }

  /** An integer whose order is that of the numbers. */
  private static int ordinal(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
  }

  /** The middle of each share, ascending; a copy. */
  double[] middles() {
    return middles.clone();
  }

  /** The members of a share and of those pooled with it. */
  int[] members(int share) {
    return Arrays.copyOfRange(sorted, from[share], to[share]);
  }
}
