package rivulet.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * From a start through changes to a result: how bits/dim come down.
 *
 * @param title what it shows
 * @param start the value before any change
 * @param changes in order, each added to what came before
 * @param result the value after all of them; must equal start plus changes
 */
public record Waterfall(String title, Bar start, List<Bar> changes, Bar result) implements Block {
  /** Rounding errors of the caller's sums that are let pass, relative to the start. */
  private static final double SLACK = 1e-9;

  /** Decimals that are printed. */
  static final int DECIMALS = 3;

  private static final double UNITS = 1000;

  /**
   * A value or a change with its name.
   *
   * @param name what it is
   * @param value in the unit of the title
   */
  public record Bar(String name, double value) {
    /** Refuses values that cannot be drawn. */
    public Bar {
      Require.text("waterfall", "a bar's name", name);
      Require.finite("waterfall", "'" + name + "'", value);
    }
  }

  /** Checks that the numbers add up. */
  public Waterfall {
    Require.text("waterfall", "title", title);
    Require.present("waterfall", "start", start);
    Require.present("waterfall", "result", result);
    changes = List.copyOf(changes);
    double sum = start.value();
    double size = Math.abs(sum);
    for (Bar change : changes) {
      sum += change.value();
      size += Math.abs(change.value());
    }
    if (Math.abs(sum - result.value()) > SLACK * Math.max(1, size)) {
      throw new IllegalArgumentException(
          "waterfall '"
              + title
              + "': start and changes give "
              + sum
              + ", the result says "
              + result.value()
              + "; they must add up");
    }
  }

  /** The value after the first {@code count} changes. */
  double after(int count) {
    double sum = start.value();
    for (int i = 0; i < count; i++) {
      sum += changes.get(i).value();
    }
    return count == changes.size() ? result.value() : sum;
  }

  /**
   * The changes as printed: differences of the rounded totals, so that the printed numbers add up.
   * Each is within one unit of the last decimal of the change itself.
   */
  List<String> printedChanges() {
    List<String> printed = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      long units = Math.round(UNITS * after(i + 1)) - Math.round(UNITS * after(i));
      printed.add(Numbers.signed(units / UNITS, DECIMALS));
    }
    return printed;
  }

  /** A total as printed. */
  static String printed(double total) {
    return Numbers.fixed(Math.round(UNITS * total) / UNITS, DECIMALS);
  }
}
