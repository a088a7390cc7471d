package rivulet.ode.method;

import java.util.ArrayList;
import java.util.List;
import rivulet.ode.method.ButcherTableau.Digits;

/**
 * A tableau written as on paper: one line {@code c | a a …} per stage, then {@code b | …}, and as
 * far as there are any: {@code e4 | …} with the weights b̂ of an error estimate of order 4, {@code
 * + c | a a …} for each additional stage of dense output, {@code d4 | …} for each correction of a
 * dense output of order 4.
 */
record TableauText(String name, int order, Digits published, String text) {
  ButcherTableau read() {
    Lines lines = new Lines();
    text.lines().filter(line -> !line.isBlank()).forEach(lines::line);
    return lines.tableau(this);
  }

  /** What has been read so far. */
  private static final class Lines {
    private final List<List<Rational>> a = new ArrayList<>();
    private final List<Rational> c = new ArrayList<>();
    private final List<Embedded> embedded = new ArrayList<>();
    private final List<List<Rational>> denseA = new ArrayList<>();
    private final List<Rational> denseC = new ArrayList<>();
    private final List<List<Rational>> corrections = new ArrayList<>();
    private List<Rational> b = List.of();
    private int denseOrder;

    private ButcherTableau tableau(TableauText of) {
      DenseOutput dense =
          denseOrder == 0
              ? DenseOutput.hermite(of.order, ButcherTableau.fsal(a, b), b)
              : new DenseOutput(denseOrder, true, denseA, denseC, corrections);
      return new ButcherTableau(of.name, of.order, of.published, a, b, embedded, c, dense);
    }

    private void line(String line) {
      int bar = line.indexOf('|');
      if (bar < 0) {
        throw new IllegalArgumentException("tableau: no '|' in line '" + line + "'");
      }
      String head = line.substring(0, bar).strip();
      List<Rational> entries = entries(line.substring(bar + 1).strip());
      switch (head.charAt(0)) {
        case 'b' -> b = entries;
        case 'e' -> embedded.add(new Embedded(Integer.parseInt(head.substring(1)), entries));
        case 'd' -> {
          denseOrder = Integer.parseInt(head.substring(1));
          corrections.add(entries);
        }
        case '+' -> {
          denseC.add(Rational.parse(head.substring(1).strip()));
          denseA.add(entries);
        }
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
}
