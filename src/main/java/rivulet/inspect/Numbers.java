package rivulet.inspect;

import java.util.Locale;

/** Numbers as a page shows them: decimal point, true minus sign, whatever the machine's locale. */
public final class Numbers {
  private static final char MINUS = '\u2212';

  private Numbers() {}

  /** With so many decimals. */
  public static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.charAt(0) == '-' ? MINUS + text.substring(1) : text;
  }

  /** With a plus sign where it is positive. */
  public static String signed(double value, int decimals) {
    return value > 0 ? "+" + fixed(value, decimals) : fixed(value + 0.0, decimals);
  }

  /** A coordinate in a drawing: plain ASCII, two decimals at most. */
  public static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    String trimmed = text.replaceFirst("\\.?0+$", "");
    return trimmed.equals("-0") ? "0" : trimmed;
  }
}
