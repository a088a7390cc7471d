package rivulet.cli.output;

import java.util.Collection;
import java.util.Comparator;

/** What somebody who mistyped a name is likely to have meant. */
public final class NearestName {
  /** Letters of a name for each slip that is let pass. */
  private static final int LETTERS_PER_SLIP = 3;

  private NearestName() {}

  /** {@code "; did you mean NAME?"}, or nothing where no name is near. */
  public static String suggestion(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(typed, name) <= Math.max(1, typed.length() / LETTERS_PER_SLIP))
        .min(
            Comparator.<String>comparingInt(name -> distance(typed, name))
                .thenComparing(Comparator.naturalOrder()))
        .map(name -> "; did you mean " + name + "?")
        .orElseGet(() -> beginning(typed, names));
  }

  private static String beginning(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(typed) && name.length() > typed.length())
        .sorted()
        .findFirst()
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that make one of the other (optimal
   * string alignment).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
