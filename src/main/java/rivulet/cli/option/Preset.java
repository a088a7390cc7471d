package rivulet.cli.option;

import java.util.Locale;
import java.util.Map;

/** Trainings of a length, each the best that is known for it; single options can still be given. */
public enum Preset {
  /** A minute or two: what the defaults are made for. */
  QUICK,
  /** Some ten minutes. */
  GOOD,
  /** An hour or two. */
  LONG;

  /** Values of options of {@code train} by name; the others keep their defaults. */
  public Map<String, String> options() {
    return switch (this) {
      case QUICK -> Map.of("--steps", "1200");
      case GOOD -> Map.of("--steps", "6000", "--averaging", "0.998");
      case LONG -> Map.of("--steps", "40000", "--hidden", "96,96,96", "--averaging", "0.999");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
