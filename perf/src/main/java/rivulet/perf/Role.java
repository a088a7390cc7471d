package rivulet.perf;

import java.util.Locale;

/** What of a convolution is computed. */
public enum Role {
  FORWARD,
  INPUT_GRADIENT,
  KERNEL_GRADIENT;

  /** The name in words. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
