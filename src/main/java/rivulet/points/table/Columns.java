package rivulet.points.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of points.
 *
 * @param names one each, different, none blank
 * @param named whether the data gave them; if not they count: column 1, column 2, …
 */
public record Columns(List<String> names, boolean named) {
  /** Most columns of a table. */
  public static final int MOST = 1024;

  /** Checks the names. */
  public Columns {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() > MOST) {
      throw new IllegalArgumentException(
          "columns: 1 to " + MOST + " can be used, found " + names.size() + "; choose some");
    }
    Set<String> seen = new LinkedHashSet<>();
    for (int c = 0; c < names.size(); c++) {
      if (names.get(c).isBlank()) {
        throw new IllegalArgumentException(
            "columns: column " + (c + 1) + " has no name; give it one or take it out");
      }
      if (!seen.add(names.get(c))) {
        throw new IllegalArgumentException(
            "columns: two are named '" + names.get(c) + "'; rename one of them");
      }
    }
  }

  /** Columns with names. */
  public static Columns named(List<String> names) {
    return new Columns(names, true);
  }

  /** Columns without names. */
  public static Columns numbered(int count) {
    return new Columns(
        IntStream.rangeClosed(1, count).mapToObj(c -> "column " + c).toList(), false);
  }

  /** How many there are. */
  public int count() {
    return names.size();
  }

  /**
   * Where these columns stand in other data: by name if both have names, else in order.
   *
   * @param other columns of the data
   * @param label of the data, for the message
   * @return for each of these columns its index in the data
   * @throws IllegalArgumentException if a column is missing there, or one is there that is not here
   */
  public int[] places(Columns other, String label) {
    if (named && other.named) {
      require(without(other.names), other.without(names), label);
      return names.stream().mapToInt(other.names::indexOf).toArray();
    }
    if (other.count() != count()) {
      throw new IllegalArgumentException(
          "%s: has %d columns, the model has %d: %s"
              .formatted(label, other.count(), count(), String.join(", ", names)));
    }
    return IntStream.range(0, count()).toArray();
  }

  private List<String> without(List<String> some) {
    List<String> rest = new ArrayList<>(names);
    rest.removeAll(some);
    return rest;
  }

  private void require(List<String> missing, List<String> unknown, String label) {
    if (missing.isEmpty() && unknown.isEmpty()) {
      return;
    }
    List<String> faults = new ArrayList<>();
    if (!missing.isEmpty()) {
      faults.add("lacks " + String.join(", ", missing));
    }
    if (!unknown.isEmpty()) {
      faults.add("has " + String.join(", ", unknown) + " besides");
    }
    throw new IllegalArgumentException(
        "%s: %s; the model's columns are %s"
            .formatted(label, String.join(" and ", faults), String.join(", ", names)));
  }
}
