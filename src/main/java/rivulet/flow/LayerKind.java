package rivulet.flow;

import java.util.Arrays;
import java.util.Locale;

/** How a layer of a dynamics network sees time. */
public enum LayerKind {
  /** Time is one constant extra input channel, placed first: conv([t, h]). */
  CONCAT,
  /** conv(h)·σ(g·t + b_g) + b_h·t per channel. */
  CONCATSQUASH;

  /** The kind of that name, as on the command line. */
  public static LayerKind named(String name) {
    for (LayerKind kind : values()) {
      if (kind.label().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "layer: '"
            + name
            + "' is unknown; choose one of "
            + Arrays.stream(values()).map(LayerKind::label).toList());
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
