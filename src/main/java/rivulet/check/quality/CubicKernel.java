package rivulet.check.quality;

/** k(x, y) = (x·y/D + 1)³. */
final class CubicKernel {
  private CubicKernel() {}

  static double of(double[] x, double[] y) {
    double root = dot(x, y) / x.length + 1;
    return root * root * root;
  }

  /** In four sums, since each addition waits for the one before. */
  private static double dot(double[] x, double[] y) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < x.length; i += 4) {
      first += x[i] * y[i];
      second += x[i + 1] * y[i + 1];
      third += x[i + 2] * y[i + 2];
      fourth += x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      first += x[i] * y[i];
    }
    return (first + second) + (third + fourth);
  }
}
