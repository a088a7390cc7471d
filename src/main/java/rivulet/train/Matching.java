package rivulet.train;

import rivulet.flow.TimeSampling;

/**
 * Settings of flow matching (docs/mathematics.md, section 5), the first phase of a run.
 *
 * @param updates of the phase: 0 for none, {@link #ALL} for the whole run
 * @param times how times are drawn
 * @param paired whether data and noise of level 0 are paired within a batch by the exact assignment
 *     of least Σ‖d − n‖²; conditional levels never are, since it would bias them, and models with
 *     classes are refused for the same reason
 * @param fineRate learning rate of the likelihood phase that follows
 */
public record Matching(long updates, TimeSampling times, boolean paired, double fineRate) {
  /** More updates than any run has. */
  public static final long ALL = Long.MAX_VALUE;

  /** No matching phase. */
  public static final Matching NONE = new Matching(0, TimeSampling.UNIFORM, false, 1e-3);

  public Matching {
    TrainConfig.require(updates >= 0, "matching updates", (double) updates, "at least 0");
    TrainConfig.require(
        fineRate > 0 && fineRate < 10, "fine rate", fineRate, "above 0 and below 10");
  }
}
