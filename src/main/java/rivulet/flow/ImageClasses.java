package rivulet.flow;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The classes of a model's images. Labels are numbers; where the training images lay in named
 * folders each has a name as well, and a data set with names is matched by them.
 *
 * @param count number of classes, 0: images have none
 * @param names by label; empty if they are numbers only
 */
public record ImageClasses(int count, List<String> names) {
  /** Most classes: labels are bytes. */
  public static final int MOST = 256;

  /** Images without classes. */
  public static final ImageClasses NONE = new ImageClasses(0, List.of());

  private static final int SHOWN = 20;

  public ImageClasses {
    names = List.copyOf(names);
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(
          "model: classes must be 0 to " + MOST + ", found " + count);
    }
    if (!names.isEmpty() && (names.size() != count || new HashSet<>(names).size() != count)) {
      throw new IllegalArgumentException(
          "model: " + count + " classes need as many different names, found " + names);
    }
  }

  /** Classes that are numbers only. */
  public static ImageClasses numbered(int count) {
    return new ImageClasses(count, List.of());
  }

  /** Classes with names, by label. */
  public static ImageClasses named(List<String> names) {
    return new ImageClasses(names.size(), names);
  }

  /** Whether there are names. */
  public boolean named() {
    return !names.isEmpty();
  }

  /**
   * The label of a class by its name, or by its number where it is no name.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public int label(String nameOrNumber) {
    int place = names.indexOf(nameOrNumber);
    if (place >= 0) {
      return place;
    }
    try {
      int number = Integer.parseInt(nameOrNumber);
      require(number);
      return number;
    } catch (NumberFormatException e) {
      throw unknown("'" + nameOrNumber + "'");
    }
  }

  /**
   * Checks a label.
   *
   * @throws IllegalArgumentException if it is none of the classes, or, where there are none, not
   *     {@link ModelSpec#NO_LABEL}
   */
  void require(int label) {
    boolean known = count == 0 ? label == ModelSpec.NO_LABEL : label >= 0 && label < count;
    if (!known) {
      throw unknown(Integer.toString(label));
    }
  }

  private IllegalArgumentException unknown(String found) {
    if (count == 0) {
      return new IllegalArgumentException(
          "label: " + found + " given, the model was trained without classes");
    }
    String given = found.equals("-1") ? "none given" : "found " + found;
    return new IllegalArgumentException(
        "label: the model has the classes " + listed() + ", " + given);
  }

  /** The classes on one line, for messages. */
  public String listed() {
    String numbers = "0 to " + (count - 1);
    return named() ? listed(names) + " (" + numbers + ")" : numbers;
  }

  /** Names on one line, the first of them where there are many. */
  public static String listed(List<String> names) {
    String more = names.size() > SHOWN ? ", ... (" + names.size() + " in all)" : "";
    return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
  }
}
