package rivulet.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis: a range of values, where it lies in the drawing, and round numbers on it.
 *
 * @param low smallest value drawn
 * @param high largest value drawn, above low
 * @param from coordinate of low
 * @param to coordinate of high
 * @param step distance of ticks: 1, 2 or 5 times a power of ten
 */
public record Axis(double low, double high, double from, double to, double step) {
  /** An axis with about {@code ticks} ticks, ending where its data end. */
  public static Axis over(double low, double high, double from, double to, int ticks) {
    double span = high - low;
    double margin = span > 0 ? 0 : Math.max(1e-3, 0.05 * Math.abs(low));
    return new Axis(low - margin, high + margin, from, to, niceStep((span + 2 * margin) / ticks));
  }

  /** The same, widened to the next ticks. */
  Axis widened() {
    return new Axis(
        step * Math.floor(low / step + 1e-9), step * Math.ceil(high / step - 1e-9), from, to, step);
  }

  private static double niceStep(double rough) {
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    for (double factor : new double[] {1, 2, 5}) {
      if (rough <= factor * power * 1.0001) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Where a value lies. */
  public double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Values of the ticks inside the range. */
  public List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    for (long tick = first; tick <= last; tick++) {
      ticks.add(tick * step);
    }
    return ticks;
  }

  /** A tick's number, with as many decimals as the steps need. */
  public String label(double tick) {
    int decimals = (int) Math.clamp(-Math.floor(StrictMath.log10(step) + 1e-9), 0, 9);
    return Numbers.fixed(Math.abs(tick) < step * 1e-6 ? 0 : tick, decimals);
  }
}
