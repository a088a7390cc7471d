package rivulet.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a {@link ConditionalCdf} from a bounded sample of detail values with the value and
 * activity of their coarser pixel. Contexts hold equal shares of it: bins are cut at quantiles.
 * Deterministic.
 */
final class ConditionalCdfFit {
  /** Sampled pixels of all coarser images. */
  private static final int LIMIT = 1 << 19;

  /** Most bins of values, and of activities in each. */
  private static final int BINS = 8;

  /** Sampled values for each knot of a context. */
  private static final int VALUES_PER_KNOT = 32;

  private final PreTransformFit data;
  private final PreTransformFit.Coarse coarse;
  private final int size;
  private final double[] value;
  private final double[] activity;
  private final double[][] detail;

  ConditionalCdfFit(PreTransformFit data, PreTransformFit.Coarse coarse) {
    this.data = data;
    this.coarse = coarse;
    long all = (long) data.images() * data.pixels() * coarse.channels();
    this.size = (int) Math.min(LIMIT, all);
    this.value = new double[size];
    this.activity = new double[size];
    this.detail = new double[data.channels() / coarse.channels()][size];
    sample(all);
  }

  private void sample(long all) {
    double[] level = new double[data.channels() * data.pixels()];
    double[] image = new double[coarse.channels() * data.pixels()];
    int perImage = image.length;
    long loaded = -1;
    for (int n = 0; n < size; n++) {
      long at = PreTransformFitSample.pick(n, all, size);
      if (at / perImage != loaded) {
        loaded = at / perImage;
        data.source().read((int) loaded, level);
        coarse.source().read((int) loaded, image);
      }
      int inImage = (int) (at % perImage);
      int channel = inImage / data.pixels();
      int pixel = inImage % data.pixels();
      value[n] = image[inImage];
      activity[n] =
          ContextRule.activity(
              image,
              channel * data.pixels(),
              pixel / coarse.width(),
              pixel % coarse.width(),
              data.pixels() / coarse.width(),
              coarse.width());
      for (int k = 0; k < detail.length; k++) {
        detail[k][n] = level[(k * coarse.channels() + channel) * data.pixels() + pixel];
      }
    }
  }

  /** The map, with at most {@code knots} knots per spline. */
  ConditionalCdf fit(int knots) {
    int bins = BINS;
    while (bins > 1 && size / (bins * bins) < VALUES_PER_KNOT * knots) {
      bins /= 2;
    }
    ContextRule rule = rule(bins);
    int[] context = new int[size];
    for (int n = 0; n < size; n++) {
      context[n] = rule.context(value[n], activity[n]);
    }
    List<RationalQuadraticSpline> splines = new ArrayList<>();
    for (int k = 0; k < detail.length; k++) {
      List<RationalQuadraticSpline> kind = new ArrayList<>();
      for (int c = 0; c < rule.contexts(); c++) {
        kind.add(new PreTransformFitKnots(k, chosen(context, c, detail[k]), knots).spline());
      }
      for (int channel = 0; channel < coarse.channels(); channel++) {
        splines.addAll(kind);
      }
    }
    return new ConditionalCdf(rule, splines);
  }

  private ContextRule rule(int bins) {
    double[] values = edges(value, bins);
    int[] bin = new int[size];
    for (int n = 0; n < size; n++) {
      bin[n] = ContextRule.bin(values, value[n]);
    }
    double[][] activities = new double[bins][];
    for (int v = 0; v < bins; v++) {
      activities[v] = edges(chosen(bin, v, activity), bins);
    }
    return new ContextRule(values, activities);
  }

  /** Quantiles between equal shares, rounded to float32. */
  private static double[] edges(double[] values, int bins) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] edges = new double[bins - 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (float) sorted[(int) ((i + 1L) * sorted.length / bins)];
    }
    return edges;
  }

  /** The values whose label is {@code wanted}, sorted. */
  private static double[] chosen(int[] labels, int wanted, double[] values) {
    int count = 0;
    for (int label : labels) {
      count += label == wanted ? 1 : 0;
    }
    double[] result = new double[count];
    int next = 0;
    for (int n = 0; n < values.length; n++) {
      if (labels[n] == wanted) {
        result[next++] = values[n];
      }
    }
    Arrays.sort(result);
    return result;
  }
}
