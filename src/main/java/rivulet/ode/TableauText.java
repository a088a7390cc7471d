package rivulet.ode;

import java.util.ArrayList;
import java.util.List;
import rivulet.ode.ButcherTableau.Digits;

/**
 * Reads a tableau written as on paper: one line {@code c | a a …} per stage, then {@code b | …}
 * and, if there is an error estimate, {@code e | …} with the weights b̂.
 */
final class TableauText {
  private final List<List<Rational>> a = new ArrayList<>();
  private final List<Rational> c = new ArrayList<>();
  private List<Rational> b = List.of();
  private List<Rational> embedded = List.of();

  private TableauText() {}

  static ButcherTableau read(
      String name, int order, int embeddedOrder, Digits published, String text) {
    TableauText reader = new TableauText();
    text.lines().filter(line -> !line.isBlank()).forEach(reader::line);
    return new ButcherTableau(
        name, order, embeddedOrder, published, reader.a, reader.b, reader.embedded, reader.c);
  }

  private void line(String line) {
    int bar = line.indexOf('|');
    if (bar < 0) {
      throw new IllegalArgumentException("tableau: no '|' in line '" + line + "'");
    }
    String head = line.substring(0, bar).strip();
    List<Rational> entries = entries(line.substring(bar + 1).strip());
    switch (head) {
      case "b" -> b = entries;
      case "e" -> embedded = entries;
      default -> {
        c.add(Rational.parse(head));
        a.add(entries);
      }
    }
  }

  private static List<Rational> entries(String text) {
    List<Rational> entries = new ArrayList<>();
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        entries.add(Rational.parse(word));
      }
    }
    return entries;
  }
}
