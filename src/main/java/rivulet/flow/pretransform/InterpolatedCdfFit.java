package rivulet.flow.pretransform;

import java.util.Arrays;
import rivulet.flow.spline.InterpolationGrid;
import rivulet.flow.spline.LinearShare;
import rivulet.random.NormalDistribution;

/**
 * Measures an {@link InterpolatedCdf} from a {@link ConditionalSample}: equal shares of it by value
 * of the coarser pixel, of each equal shares by activity. A node lies at the middle of its share
 * and has the quantiles of the share's details. Deterministic.
 */
final class InterpolatedCdfFit {
  private final ConditionalSample sample;

  InterpolatedCdfFit(PreTransformFit data, PreTransformFit.Coarse coarse) {
    this.sample = ConditionalSample.of(data, coarse);
  }

  /** The map, with that many knots per spline. */
  InterpolatedCdf fit(int knots) {
    int bins = sample.bins(knots);
    double[] smallest = smallestGaps(knots);
    LinearShare[] lines = new LinearShare[smallest.length];
    Arrays.setAll(lines, kind -> LinearShare.of(sample.detail()[kind]));
    double[] latents = latents(knots, sample.size() / (bins * bins));
    int[] all = new int[sample.size()];
    Arrays.setAll(all, n -> n);
    EqualShares rows = new EqualShares(sample.value(), all, bins);
    double[][] activities = new double[bins][];
    double[] positions = new double[smallest.length * bins * bins * knots];
    double[] stretches = new double[positions.length];
    for (int v = 0; v < bins; v++) {
      EqualShares shares = new EqualShares(sample.activity(), rows.members(v), bins);
      activities[v] = shares.middles();
      for (int a = 0; a < bins; a++) {
        for (int kind = 0; kind < smallest.length; kind++) {
          double[] x = quantiles(chosen(kind, shares.members(a)), latents, smallest[kind]);
          double[] d = stretches(x, latents);
          int at = ((kind * bins + v) * bins + a) * knots;
          for (int k = 0; k < knots; k++) {
            positions[at + k] = (float) lines[kind].position(x[k], latents[k]);
            stretches[at + k] = (float) lines[kind].stretch(d[k]);
          }
        }
      }
    }
    return new InterpolatedCdf(
        new InterpolationGrid(rows.middles(), activities), latents, positions, stretches);
  }

  /**
   * For each kind the least distance of knots: it bounds slopes, and float32 can tell them apart.
   */
  private double[] smallestGaps(int knots) {
    double[] gaps = new double[sample.detail().length];
    for (int kind = 0; kind < gaps.length; kind++) {
      double[] sorted = sample.detail()[kind].clone();
      Arrays.sort(sorted);
      PreTransformFitKnots.require(kind, sorted, knots);
      double first = sorted[0];
      double last = sorted[sorted.length - 1];
      float largest = (float) Math.max(Math.abs(first), Math.abs(last));
      gaps[kind] = Math.max(PreTransformFitKnots.CLOSEST * (last - first), 2 * Math.ulp(largest));
    }
    return gaps;
  }

  private static double[] latents(int knots, int values) {
    double outermost = PreTransformFitKnots.outermost(values);
    double[] latents = new double[knots];
    for (int k = 0; k < knots; k++) {
      latents[k] = (float) (outermost * (2.0 * k / (knots - 1) - 1.0));
    }
    return latents;
  }

  private double[] chosen(int kind, int[] members) {
    double[] values = new double[members.length];
    for (int n = 0; n < values.length; n++) {
      values[n] = sample.detail()[kind][members[n]];
    }
    Arrays.sort(values);
    return values;
  }

  /** Quantiles at the latents, between neighbouring values, exact in float32 and a gap apart. */
  private static double[] quantiles(double[] sorted, double[] latents, double gap) {
    double[] x = new double[latents.length];
    for (int k = 0; k < x.length; k++) {
      double rank = NormalDistribution.cumulative(latents[k]) * sorted.length - 0.5;
      double inside = Math.clamp(rank, 0.0, sorted.length - 1.0);
      int below = Math.min((int) inside, Math.max(0, sorted.length - 2));
      int above = Math.min(below + 1, sorted.length - 1);
      double between = (1 - inside + below) * sorted[below] + (inside - below) * sorted[above];
      x[k] = (float) (k == 0 ? between : Math.max(between, x[k - 1] + gap));
    }
    return x;
  }

  /** dx/dz: geometric means of neighbouring secants, as in {@link PreTransformFitKnots}. */
  private static double[] stretches(double[] x, double[] latents) {
    double[] stretch = new double[x.length];
    double before = secant(x, latents, 0);
    for (int k = 0; k < x.length; k++) {
      double after = k < x.length - 1 ? secant(x, latents, k) : before;
      stretch[k] = (float) (Math.sqrt(before) * Math.sqrt(after));
      before = after;
    }
    return stretch;
  }

  private static double secant(double[] x, double[] latents, int k) {
    return (x[k + 1] - x[k]) / (latents[k + 1] - latents[k]);
  }
}
