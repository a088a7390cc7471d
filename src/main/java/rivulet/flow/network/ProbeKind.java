package rivulet.flow.network;

import java.util.Locale;
import rivulet.random.NoiseStream;

/** Distribution of Hutchinson's probes. */
public enum ProbeKind {
  /** ±1: the smallest variance among independent entries. */
  RADEMACHER,
  GAUSSIAN;

  public void fill(NoiseStream noise, double[] values, int start, int count) {
    switch (this) {
      case RADEMACHER -> noise.rademacher(values, start, count);
      case GAUSSIAN -> noise.gaussian(values, start, count);
    }
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
