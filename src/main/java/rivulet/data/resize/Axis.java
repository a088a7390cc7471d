package rivulet.data.resize;

/**
 * How the pixels of one axis become fewer: new pixel i is the mean of the old ones from {@code
 * first[i]}, by {@code weights[i]}, whose sum is {@code total[i]}. Weights of the box are whole
 * numbers.
 */
record Axis(int[] first, double[][] weights, double[] total) {

  static Axis of(Filter filter, int from, int to) {
    int[] first = new int[to];
    double[][] weights = new double[to][];
    double[] total = new double[to];
    for (int i = 0; i < to; i++) {
      first[i] = (int) Math.max(0, edge(2L * i + 1 - filter.width(), from, to));
      int end = (int) Math.min(from, edge(2L * i + 1 + filter.width(), from, to) + 1);
      weights[i] = new double[end - first[i]];
      for (int k = 0; k < weights[i].length; k++) {
        weights[i][k] = filter.weight(first[i] + k, i, from, to);
        total[i] += weights[i][k];
      }
    }
    return new Axis(first, weights, total);
  }

  /** The old pixel at a place that is given in halves of new ones. */
  private static long edge(long halves, int from, int to) {
    return Math.floorDiv(halves * from, 2L * to);
  }
}
