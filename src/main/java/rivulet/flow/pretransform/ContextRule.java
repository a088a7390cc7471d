package rivulet.flow.pretransform;

import rivulet.flow.spline.Knots;

/**
 * Sorts the pixels of a coarser image into contexts: by value, and within a bin of values by {@link
 * NeighbourActivity}. A function of the coarser image alone, so what depends on it adds no term to
 * a log-determinant. Immutable.
 */
public final class ContextRule {
  private final double[] valueEdges;
  private final double[][] activityEdges;

  /**
   * @param valueEdges ascending; a value belongs to the bin after the last edge that is ≤ it
   * @param activityEdges for each bin of values, ascending; as many for every bin
   */
  ContextRule(double[] valueEdges, double[][] activityEdges) {
    this.valueEdges = valueEdges.clone();
    this.activityEdges = new double[activityEdges.length][];
    for (int v = 0; v < activityEdges.length; v++) {
      this.activityEdges[v] = activityEdges[v].clone();
      requireAscending(activityEdges[v]);
      if (activityEdges[v].length != activityEdges[0].length) {
        throw new IllegalArgumentException("contexts: bins of values differ in their activities");
      }
    }
    requireAscending(valueEdges);
    if (activityEdges.length != valueEdges.length + 1) {
      throw new IllegalArgumentException(
          "contexts: %d bins of values need as many rows of activities, found %d"
              .formatted(valueEdges.length + 1, activityEdges.length));
    }
  }

  private static void requireAscending(double[] edges) {
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || (i > 0 && edges[i] < edges[i - 1])) {
        throw new IllegalArgumentException("contexts: edges must be finite and ascend");
      }
    }
  }

  /** Number of contexts. */
  int contexts() {
    return activityEdges.length * (activityEdges[0].length + 1);
  }

  /** Copy of the edges between bins of values. */
  double[] valueEdges() {
    return valueEdges.clone();
  }

  /** Copy of the edges between activities, for each bin of values. */
  double[][] activityEdges() {
    double[][] copy = new double[activityEdges.length][];
    for (int v = 0; v < copy.length; v++) {
      copy[v] = activityEdges[v].clone();
    }
    return copy;
  }

  /**
   * Writes the context of every pixel.
   *
   * @param coarse coarser image, planar
   * @param contexts written, as long as {@code coarse}'s channels × pixels
   */
  void assign(double[] coarse, int channels, int height, int width, int[] contexts) {
    int pixels = height * width;
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        double activity =
            NeighbourActivity.of(coarse, c * pixels, p / width, p % width, height, width);
        contexts[c * pixels + p] = context(coarse[c * pixels + p], activity);
      }
    }
  }

  /** The context of a pixel of that value and activity. */
  int context(double value, double activity) {
    int bin = Knots.notAbove(valueEdges, value);
    return bin * (activityEdges[0].length + 1) + Knots.notAbove(activityEdges[bin], activity);
  }
}
