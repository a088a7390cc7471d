package rivulet.flow.pretransform;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.spline.RationalQuadraticSpline;

/**
 * A {@link Cdf} per context of the coarser image: details of flat dark regions are a thousand times
 * narrower than those of edges, and each context's training marginal is carried to N(0,1) by
 * itself. It jumps where the coarser image crosses from one context into the next: a gradient by
 * pixels, which cannot see jumps, is biased as an estimate of an average's over noise; {@link
 * InterpolatedCdf} has none.
 *
 * <p>Stored as {@code conditional.positions|values|slopes}, each (channels · contexts) × knots,
 * {@code conditional.value_edges} and {@code conditional.activity_edges}, in float32.
 */
public final class ConditionalCdf implements ConditionalPreTransform {
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

  @Override
  public ConditionalMap newMap(int coarseChannels, int height, int width) {
    return new ConditionalCdfMap(this, coarseChannels, height, width);
  }

  /** Number of the level's channels. */
  int channels() {
    return channels;
  }

  /** The map of a channel in a context. */
  RationalQuadraticSpline spline(int channel, int context) {
    return splines.splines().get(channel * rule.contexts() + context);
  }

  @Override
  public SortedMap<String, PreTransformArray> parameters() {
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
