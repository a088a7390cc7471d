package rivulet.store.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import rivulet.store.StoreException;

/**
 * What the published code's files do not say of a model, by the names of its settings: what the
 * user says, else its defaults.
 */
final class Unsaid {
  static final String SHAPE = "shape";
  static final String ACTIVATION = "activation";
  static final String ALPHA = "logit-alpha";

  private static final String SWISH = "swish";
  private static final String USUAL = "0.05";

  /** Of {@code im_size}. */
  private static final int SIDE = 32;

  private final Map<String, String> given;
  private final List<String> assumed = new ArrayList<>();

  /**
   * Takes what is given.
   *
   * @throws IllegalArgumentException for other names
   */
  Unsaid(Map<String, String> given) {
    TreeSet<String> others = new TreeSet<>(given.keySet());
    others.removeAll(Set.of(SHAPE, ACTIVATION, ALPHA));
    if (!others.isEmpty()) {
      throw new IllegalArgumentException("import: " + others + " are no settings of an import");
    }
    this.given = Map.copyOf(given);
  }

  /** Checks that nothing is given, since the file says it all. */
  void requireNone() {
    if (!given.isEmpty()) {
      throw new StoreException(
          "import: the file says itself what its model is; leave out `"
              + new TreeSet<>(given.keySet()).first()
              + "`");
    }
  }

  /** Channels, height and width. */
  int[] shape(int channels) {
    String text = value(SHAPE, channels + "x" + SIDE + "x" + SIDE);
    if (!text.matches("[1-9]\\d{0,2}x[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
      throw new StoreException(
          "import: `shape` must be channels x height x width such as 3x32x32, found " + text);
    }
    String[] sides = text.split("x", -1);
    if (Integer.parseInt(sides[0]) != channels) {
      throw new StoreException(
          "import: `shape` is "
              + text
              + ", the weights are of images of "
              + channels
              + " channels");
    }
    return new int[] {channels, Integer.parseInt(sides[1]), Integer.parseInt(sides[2])};
  }

  /**
   * The activation.
   *
   * @param swish whether the file shows that it is swish
   */
  String activation(boolean swish) {
    if (swish && !given.getOrDefault(ACTIVATION, SWISH).equals(SWISH)) {
      throw new StoreException(
          "import: `activation` is "
              + given.get(ACTIVATION)
              + ", the weights have the slopes of swish; leave it out");
    }
    return swish ? SWISH : value(ACTIVATION, "softplus");
  }

  /**
   * α of the logit. The published code takes 10⁻⁶ for MNIST, which alone has one channel there.
   *
   * @param logit whether there is one
   */
  String alpha(boolean logit, int channels) {
    if (!logit && given.containsKey(ALPHA)) {
      throw new StoreException(
          "import: `logit-alpha` is given, the weights have no logit before level 0; leave it out");
    }
    return logit ? value(ALPHA, channels == 1 ? "1.0E-6" : USUAL) : USUAL;
  }

  private String value(String name, String otherwise) {
    String value = given.get(name);
    if (value == null) {
      assumed.add(name + " " + otherwise);
    }
    return value == null ? otherwise : value;
  }

  /** What was taken unsaid, in words. */
  List<String> assumed() {
    return List.copyOf(assumed);
  }
}
