package rivulet.inspect;

/**
 * One line of a chart: y over x. Values of y that are no finite number are gaps.
 *
 * @param name as the legend has it
 * @param x ascending; copied
 * @param y as many; copied
 */
public record Series(String name, double[] x, double[] y) {
  /** Checks lengths and the order of x. */
  public Series {
    Require.text("series", "name", name);
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(
          "series '"
              + name
              + "': needs as many x as y, at least one; found "
              + x.length
              + " and "
              + y.length);
    }
    for (int i = 0; i < x.length; i++) {
      Require.finite("series '" + name + "'", "x[" + i + "]", x[i]);
      if (i > 0 && x[i] < x[i - 1]) {
        throw new IllegalArgumentException(
            "series '" + name + "': x must ascend, found " + x[i] + " after " + x[i - 1]);
      }
    }
    x = x.clone();
    y = y.clone();
  }

  /** y over its own index from 1: one value per update. */
  public static Series perUpdate(String name, double[] y) {
    double[] x = new double[y.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 1.0;
    }
    return new Series(name, x, y);
  }

  int size() {
    return x.length;
  }

  double xAt(int i) {
    return x[i];
  }

  double yAt(int i) {
    return y[i];
  }

  /**
   * A weighted mean of the values so far, weights falling by e over {@code window} values; gaps
   * stay gaps. It starts unbiased: every mean is divided by the sum of its weights.
   */
  Series smoothed(double window) {
    double keep = StrictMath.exp(-1 / Math.max(window, 1e-3));
    double[] means = new double[y.length];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < y.length; i++) {
      if (Double.isFinite(y[i])) {
        sum = keep * sum + (1 - keep) * y[i];
        weight = keep * weight + (1 - keep);
        means[i] = sum / weight;
      } else {
        means[i] = Double.NaN;
      }
    }
    return new Series(name, x, means);
  }
}
