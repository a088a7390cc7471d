package rivulet.flow.network;

import java.util.Locale;
import rivulet.names.Named;

/** How a layer of a dynamics network sees time. */
public enum LayerKind {
  /** Time is one constant extra input channel, placed first: conv([t, h]). */
  CONCAT,
  /** conv(h)·σ(g·t + b_g) + b_h·t per channel. */
  CONCATSQUASH;

  /** The kind of that name, as on the command line. */
  public static LayerKind named(String name) {
    return Named.of("layer", name, values(), LayerKind::label);
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
