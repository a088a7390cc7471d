package rivulet.check;

/**
 * One tensor of a golden case against its reference.
 *
 * @param tensor its name
 * @param error the error as measured
 * @param bound the bound it must not exceed
 */
public record Comparison(String tensor, ErrorMeasure measure, double error, double bound) {
  public boolean passed() {
    return error <= bound;
  }

  /** Error as a fraction of its bound, for choosing the worst of a case. */
  double severity() {
    return error / bound;
  }
}
