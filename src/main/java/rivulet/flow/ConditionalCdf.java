package rivulet.flow;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A {@link Cdf} per context of the coarser image: details of flat dark regions are a thousand times
 * narrower than those of edges, and each context's training marginal is carried to N(0,1) by
 * itself. Given the coarser image it is a smooth map of each value, so log-densities of details
 * given the coarser image stay exact. The last pre-transform of a level, above level 0 only.
 *
 * <p>Stored as {@code conditional.positions|values|slopes}, each (channels · contexts) × knots,
 * {@code conditional.value_edges} and {@code conditional.activity_edges}, in float32.
 */
public final class ConditionalCdf {
  private static final String PREFIX = "conditional.";
  private static final String VALUE_EDGES = PREFIX + "value_edges";
  private static final String ACTIVITY_EDGES = PREFIX + "activity_edges";

  private final ContextRule rule;
  private final Cdf splines;
  private final int channels;

  /**
   * @param rule contexts, its edges exact in float32
   * @param splines for each channel of the level, for each context
   */
  ConditionalCdf(ContextRule rule, List<RationalQuadraticSpline> splines) {
    this.rule = rule;
    this.splines = new Cdf(splines);
    this.channels = splines.size() / rule.contexts();
    if (channels * rule.contexts() != splines.size()) {
      throw new IllegalArgumentException(
          "conditional cdf: %d splines for %d contexts".formatted(splines.size(), rule.contexts()));
    }
  }

  static ConditionalCdf restore(Map<String, PreTransformArray> parameters) {
    PreTransformArray values = PreTransformArray.require(parameters, VALUE_EDGES, 1);
    PreTransformArray activities = PreTransformArray.require(parameters, ACTIVITY_EDGES, 2);
    int rows = activities.shape()[0];
    int columns = activities.shape()[1];
    double[] flat = activities.toDoubles();
    double[][] edges = new double[rows][columns];
    for (int v = 0; v < rows; v++) {
      System.arraycopy(flat, v * columns, edges[v], 0, columns);
    }
    Map<String, PreTransformArray> renamed = new TreeMap<>();
    for (String name : List.of("positions", "values", "slopes")) {
      renamed.put("cdf." + name, PreTransformArray.require(parameters, PREFIX + name, 2));
    }
    return new ConditionalCdf(
        new ContextRule(values.toDoubles(), edges), Cdf.restore(renamed).splines());
  }

  /** What sorts pixels into contexts. */
  ContextRule rule() {
    return rule;
  }

  /** As {@link PreTransform#forward}, with the context of every pixel of the coarser image. */
  double forward(double[] x, int offset, int levelChannels, int pixels, int[] contexts) {
    check(x, offset, levelChannels, pixels, contexts);
    double logDet = 0.0;
    int images = contexts.length / pixels;
    for (int c = 0; c < levelChannels; c++) {
      int start = offset + c * pixels;
      int coarse = c % images * pixels;
      for (int p = 0; p < pixels; p++) {
        logDet += spline(c, contexts[coarse + p]).forward(x, start + p, start + p + 1);
      }
    }
    return logDet;
  }

  /** As {@link PreTransform#inverse}, with the context of every pixel of the coarser image. */
  void inverse(double[] x, int offset, int levelChannels, int pixels, int[] contexts) {
    check(x, offset, levelChannels, pixels, contexts);
    int images = contexts.length / pixels;
    for (int c = 0; c < levelChannels; c++) {
      int start = offset + c * pixels;
      int coarse = c % images * pixels;
      for (int p = 0; p < pixels; p++) {
        x[start + p] = spline(c, contexts[coarse + p]).inverse(x[start + p]);
      }
    }
  }

  /** As {@link PreTransform#pullBack}; contexts are constant but for jumps of measure zero. */
  void pullBack(double[] x, int levelChannels, int pixels, int[] contexts, double[] gradient) {
    check(x, 0, levelChannels, pixels, contexts);
    int images = contexts.length / pixels;
    for (int c = 0; c < levelChannels; c++) {
      int coarse = c % images * pixels;
      for (int p = 0; p < pixels; p++) {
        int i = c * pixels + p;
        gradient[i] = spline(c, contexts[coarse + p]).pullBack(x[i], gradient[i]);
      }
    }
  }

  private RationalQuadraticSpline spline(int channel, int context) {
    return splines.splines().get(channel * rule.contexts() + context);
  }

  private void check(double[] x, int offset, int levelChannels, int pixels, int[] contexts) {
    PreTransformRange.check("conditional cdf", channels, x, offset, levelChannels, pixels);
    if (contexts.length == 0
        || contexts.length % pixels != 0
        || levelChannels % (contexts.length / pixels) != 0) {
      throw new IllegalArgumentException(
          "conditional cdf: %d contexts for %d channels of %d pixels"
              .formatted(contexts.length, levelChannels, pixels));
    }
  }

  /** What a model file must hold, by name. */
  SortedMap<String, PreTransformArray> parameters() {
    SortedMap<String, PreTransformArray> map = new TreeMap<>();
    splines
        .parameters()
        .forEach((name, array) -> map.put(PREFIX + name.substring("cdf.".length()), array));
    double[][] activities = rule.activityEdges();
    int columns = activities[0].length;
    double[] flat = new double[activities.length * columns];
    for (int v = 0; v < activities.length; v++) {
      System.arraycopy(activities[v], 0, flat, v * columns, columns);
    }
    double[] values = rule.valueEdges();
    map.put(VALUE_EDGES, PreTransformArray.of(values, values.length));
    map.put(ACTIVITY_EDGES, PreTransformArray.of(flat, activities.length, columns));
    return Collections.unmodifiableSortedMap(map);
  }
}
