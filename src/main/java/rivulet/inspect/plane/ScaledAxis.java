package rivulet.inspect.plane;

import java.util.List;
import rivulet.inspect.Axis;

/**
 * An axis whose numbers are short, whatever the unit of its values: where those are large or small
 * it counts in a power of ten, and its name says so.
 *
 * @param axis of values divided by {@code unit}
 * @param exponent of the power
 * @param unit the power, 10^exponent
 */
record ScaledAxis(Axis axis, int exponent, double unit) {
  private static final int TICKS = 5;

  /** Exponents of numbers that are written as they are. */
  private static final int LEAST = -2;

  private static final int MOST = 4;

  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** Values from {@code low} to {@code high} between these coordinates. */
  static ScaledAxis over(double low, double high, double from, double to) {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    int exponent = (int) Math.floor(StrictMath.log10(largest));
    exponent = exponent >= LEAST && exponent <= MOST ? 0 : exponent;
    double unit = StrictMath.pow(10, exponent);
    return new ScaledAxis(Axis.over(low / unit, high / unit, from, to, TICKS), exponent, unit);
  }

  double at(double value) {
    return axis.at(value / unit);
  }

  /** A difference of values as a difference of coordinates. */
  double step(double difference) {
    return (axis.to() - axis.from()) * (difference / unit / (axis.high() - axis.low()));
  }

  /** Ticks, in the axis's own unit. */
  List<Double> ticks() {
    return axis.ticks();
  }

  /** What a name is followed by. */
  String suffix() {
    if (exponent == 0) {
      return "";
    }
    StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
    Integer.toString(Math.abs(exponent))
        .chars()
        .forEach(digit -> raised.append(RAISED.charAt(digit - '0')));
    return " (×10" + raised + ")";
  }
}
