package rivulet.train.descent;

import java.util.Locale;

/** Which rule turns gradients into new weights. */
public enum OptimiserKind {
  /** {@link Adam} for all parameters. */
  ADAM,

  /** {@link Muon} for the kernels of all layers but a network's last, {@link Adam} for the rest. */
  MUON;

  /** Entry of provenance that names the rule; missing: Adam. */
  public static final String KEY = "optimiser";

  /** The name on the command line and in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
