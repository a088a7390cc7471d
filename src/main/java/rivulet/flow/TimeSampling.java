package rivulet.flow;

import rivulet.random.NormalDistribution;

/**
 * How the times of a matching objective are drawn from a uniform u: as it is, or {@code t = σ(m +
 * s·Φ⁻¹(u))}, logit-normal. A time nearer 0 is nearer the data, where the field is harder.
 *
 * @param logitNormal whether times are logit-normal; else uniform
 * @param mean m
 * @param deviation s
 */
public record TimeSampling(boolean logitNormal, double mean, double deviation) {
  /** Times as likely everywhere in [0, 1). */
  public static final TimeSampling UNIFORM = new TimeSampling(false, 0, 1);

  private static final double LEAST = 0x1p-54;

  public TimeSampling {
    if (!(Math.abs(mean) <= 20) || !(deviation > 0 && deviation <= 20)) {
      throw new IllegalArgumentException(
          "matching: logit-normal times need a mean of -20 to 20 and a deviation above 0 up to 20,"
              + " found "
              + mean
              + ", "
              + deviation);
    }
  }

  /**
   * Reads {@code uniform} or {@code logit-normal:m:s}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static TimeSampling parse(String text) {
    if (text.equals("uniform")) {
      return UNIFORM;
    }
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 3 && parts[0].equals("logit-normal")) {
        return new TimeSampling(true, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
      }
    } catch (NumberFormatException e) {
      // told below, with what was found
    }
    throw new IllegalArgumentException(
        "matching: times '"
            + text
            + "' are unknown; choose uniform or logit-normal:MEAN:DEVIATION, for instance"
            + " logit-normal:-1:1.5");
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    return logitNormal ? "logit-normal:" + mean + ":" + deviation : "uniform";
  }

  /**
   * The time for a uniform number.
   *
   * @param u in [0, 1)
   */
  public double time(double u) {
    if (!logitNormal) {
      return u;
    }
    double z = mean + deviation * NormalDistribution.quantile(Math.max(LEAST, u));
    return 1 / (1 + StrictMath.exp(-z));
  }
}
