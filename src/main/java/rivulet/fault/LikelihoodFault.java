package rivulet.fault;

import java.util.Arrays;
import java.util.Locale;
import rivulet.measure.Practice;
import rivulet.names.Named;

/**
 * Wrong practices of the field, each reproduced on request so that its bias can be measured. Only
 * {@link #NONE} gives a likelihood.
 */
public enum LikelihoodFault {
  /** The likelihood as it should be. */
  NONE("a likelihood", Practice.LIKELIHOOD),

  /**
   * Every level gets its own full-width noise: x_l = (mean_l(X) + u_l)/256 instead of one x whose
   * coarse images follow from it, and the condition once more another. The levels then describe
   * different points, and their densities multiply to nothing's density.
   */
  PER_LEVEL_NOISE("fresh noise at every level", new PerLevelNoise()),

  /** u = ½ instead of u ~ U[0,1): a density at one point, not a bound of a probability. */
  BIN_CENTRE("the density at bin centres", new BinCentre()),

  /**
   * Each block runs on to t₁ + h/2, h its mean step, as a solver does on average whose last step is
   * not shortened: a flow that was not trained.
   */
  OVERSHOOT("a last step beyond the end time", new Overshoot()),

  /**
   * A new probe at each evaluation, with the log-det in the error norm: the right-hand side jumps,
   * and the steps shrink until its noise averages out.
   */
  REDRAWN_PROBE("a new probe at each evaluation", new RedrawnProbe()),

  /** The K-sample bound with estimated divergences, whose noise the exponential favours. */
  SAMPLED_IMPORTANCE("importance samples with estimated divergences", new SampledImportance());

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // practices have no fields
  private final Practice practice;

  LikelihoodFault(String meaning, Practice practice) {
    this.meaning = meaning;
    this.practice = practice;
  }

  /** What measures so. */
  public Practice practice() {
    return practice;
  }

  /**
   * The fault that measures so.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static LikelihoodFault of(Practice practice) {
    return Arrays.stream(values())
        .filter(fault -> fault.practice == practice)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "likelihood fault: found " + practice + ", which is none of those named"));
  }

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** The fault of that name. */
  public static LikelihoodFault named(String label) {
    return Named.of("likelihood fault", label, values(), LikelihoodFault::label);
  }
}
