package rivulet.measure.ood;

import java.util.Arrays;
import rivulet.measure.SampleVariance;
import rivulet.parallel.ScalarSum;

/**
 * Area under the receiver operating characteristic: the chance that a score from outside exceeds
 * one from inside, ties counting half, which is Mann and Whitney's U over m·n.
 *
 * <p>Its standard error is that of DeLong, DeLong, Clarke-Pearson, "Comparing the areas under two
 * or more correlated receiver operating characteristic curves", Biometrics 44 (1988): with the
 * placement of each score, the share of the other set that it is on the right side of,
 *
 * <pre>
 *   V_i = share of out above in_i     W_j = share of in below out_j     AUROC = mean V = mean W
 *   error² = var(V)/m + var(W)/n      of independent sets
 *   error² = var(V + W)/n             of pairs, where out_i was made of in_i
 * </pre>
 *
 * with sample variances; the pairs as clusters of two, N. Obuchowski, Biometrics 53 (1997). Of sets
 * that do not overlap at all the estimate is 0, which the true error is not.
 *
 * @param value 0 to 1
 * @param standardError not a number where a set holds a single score
 */
public record Auroc(double value, double standardError) {

  /**
   * Of independent sets.
   *
   * @param inside scores, at least one, no NaN
   * @param outside scores, at least one, no NaN
   * @throws IllegalArgumentException otherwise
   */
  public static Auroc of(double[] inside, double[] outside) {
    double[] v = placements(inside, outside, "outside", true);
    double[] w = placements(outside, inside, "inside", false);
    double variance = SampleVariance.of(v) / v.length + SampleVariance.of(w) / w.length;
    return new Auroc(value(inside, outside), Math.sqrt(variance));
  }

  /**
   * Of pairs: {@code outside[i]} is what became of {@code inside[i]}.
   *
   * @throws IllegalArgumentException as {@link #of}, and unless there are equally many
   */
  public static Auroc ofPairs(double[] inside, double[] outside) {
    if (inside.length != outside.length) {
      throw new IllegalArgumentException(
          "auroc: pairs need equally many scores, found "
              + inside.length
              + " inside and "
              + outside.length
              + " outside");
    }
    double[] v = placements(inside, outside, "outside", true);
    double[] w = placements(outside, inside, "inside", false);
    double[] both = new double[v.length];
    Arrays.setAll(both, i -> v[i] + w[i]);
    return new Auroc(value(inside, outside), Math.sqrt(SampleVariance.of(both) / both.length));
  }

  /** The share of pairs in order, from a sum of whole numbers, so that 1/2 and 1 are exact. */
  private static double value(double[] inside, double[] outside) {
    double[] halves = halves(outside, inside, "inside", false);
    return ScalarSum.sum(halves, halves.length) / (2.0 * inside.length * outside.length);
  }

  /** The share of the others above each score, or below it; ties count half. */
  private static double[] placements(double[] scores, double[] others, String name, boolean above) {
    double[] shares = halves(scores, others, name, above);
    Arrays.setAll(shares, i -> shares[i] / (2.0 * others.length));
    return shares;
  }

  /** Twice the number of the others above each score, or below it, and once those equal to it. */
  private static double[] halves(double[] scores, double[] others, String name, boolean above) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    // Sorting puts NaN last.
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException(
          "auroc: needs at least one score in each set and no NaN, found "
              + sorted.length
              + " scores "
              + name
              + (sorted.length == 0 ? "" : " with NaN"));
    }
    double[] found = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int below = count(sorted, scores[i], false);
      int upTo = count(sorted, scores[i], true);
      found[i] = above ? 2.0 * sorted.length - upTo - below : (double) upTo + below;
    }
    return found;
  }

  /** How many sorted values are below a value, or below or equal to it. */
  private static int count(double[] sorted, double value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean counts = orEqual ? sorted[middle] <= value : sorted[middle] < value;
      low = counts ? middle + 1 : low;
      high = counts ? high : middle;
    }
    return low;
  }
}
