package rivulet.flow.spline;

/** Searching in ascending numbers: knots, edges of bins, nodes of a grid. */
public final class Knots {
  private Knots() {}

  /**
   * How many of them are ≤ x; 0 if x is not a number.
   *
   * <p>Every step halves what is left by a conditional move: where x lies is not to be foreseen,
   * and a branch that a processor guessed wrongly half of the time took three times as long.
   *
   * @param ascending in ascending order, of any number
   */
  public static int notAbove(double[] ascending, double x) {
    int first = 0;
    int left = ascending.length;
    while (left > 1) {
      int half = left >>> 1;
      first = ascending[first + half - 1] <= x ? first + half : first;
      left -= half;
    }
    return left == 1 && ascending[first] <= x ? first + 1 : first;
  }
}
