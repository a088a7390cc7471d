package rivulet.parallel;

/**
 * Sum of one number per image in an order fixed by their count: leaves of {@link #LEAF} values in
 * sequence, joined in the tree of the package description. The rounding error grows with log n.
 */
public final class ScalarSum {
  /** Values that are added in sequence before the tree begins. */
  public static final int LEAF = 8;

  private ScalarSum() {}

  /**
   * The sum of {@code v[0] … v[n - 1]}; 0 for n = 0. Allocates nothing.
   *
   * @throws IllegalArgumentException unless 0 ≤ n ≤ v.length
   */
  public static double sum(double[] v, int n) {
    if (n < 0 || n > v.length) {
      throw new IllegalArgumentException(
          "scalar sum: the count must lie in 0.." + v.length + ", found " + n);
    }
    return n == 0 ? 0 : tree(v, 0, n);
  }

  private static double tree(double[] v, int from, int n) {
    if (n <= LEAF) {
      return sequence(v, from, from + n);
    }
    int leaves = (n - 1) / LEAF + 1;
    // The left part is the largest complete node that leaves something for the right.
    int left = Integer.highestOneBit(leaves - 1) * LEAF;
    return tree(v, from, left) + tree(v, from + left, n - left);
  }

  private static double sequence(double[] v, int from, int to) {
    double sum = v[from];
    for (int i = from + 1; i < to; i++) {
      sum += v[i];
    }
    return sum;
  }
}
