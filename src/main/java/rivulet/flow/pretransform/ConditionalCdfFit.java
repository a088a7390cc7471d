package rivulet.flow.pretransform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.flow.spline.Knots;
import rivulet.flow.spline.RationalQuadraticSpline;

/**
 * Measures a {@link ConditionalCdf} from a {@link ConditionalSample}. Contexts hold equal shares of
 * it: bins are cut at quantiles. Deterministic.
 */
final class ConditionalCdfFit {
  private final PreTransformFit.Coarse coarse;
  private final int size;
  private final double[] value;
  private final double[] activity;
  private final double[][] detail;
  private final ConditionalSample sample;

  ConditionalCdfFit(PreTransformFit data, PreTransformFit.Coarse coarse) {
    this.coarse = coarse;
    this.sample = ConditionalSample.of(data, coarse);
    this.size = sample.size();
    this.value = sample.value();
    this.activity = sample.activity();
    this.detail = sample.detail();
  }

  /** The map, with at most {@code knots} knots per spline. */
  ConditionalCdf fit(int knots) {
    ContextRule rule = rule(sample.bins(knots));
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
      bin[n] = Knots.notAbove(values, value[n]);
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
