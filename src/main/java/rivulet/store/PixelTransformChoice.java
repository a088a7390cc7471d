package rivulet.store;

import java.util.List;

/**
 * Which transform of pixels a run takes by a short training of two: the simpler, unless the other
 * is ahead after a short training by more than twice the paired standard error. What they reach
 * without a flow is told beside it and does not decide: the better the transforms fit alone, the
 * worse a flow on top may do.
 *
 * @param simpler the candidate without a transform
 * @param other the candidate with one
 * @param gain bits/dim of {@code simpler} less those of {@code other} after training, by image
 * @param images that were held back, which bits/dim are of
 * @param updates of the training
 */
public record PixelTransformChoice(
    Candidate simpler, Candidate other, Gain gain, long images, long updates) {
  private static final double ERRORS = 2;

  /**
   * What one transform reaches on images that were held back.
   *
   * @param transform as {@link rivulet.flow.pretransform.PreTransformRecipe#parse} reads it
   * @param noFlowBitsPerDim bits/dim with the transform, pre-transforms and N(0,I) alone
   * @param bitsPerDim the same after the training of a flow
   */
  public record Candidate(String transform, double noFlowBitsPerDim, double bitsPerDim) {
    public Candidate {
      if (!Double.isFinite(noFlowBitsPerDim) || !Double.isFinite(bitsPerDim)) {
        throw new IllegalStateException(
            "train: the pixel transform "
                + transform
                + " came to "
                + bitsPerDim
                + " bits/dim, "
                + noFlowBitsPerDim
                + " without a flow, where a choice needs numbers; name a transform instead");
      }
    }
  }

  /**
   * How far the other candidate is ahead.
   *
   * @param mean of the differences of the same images
   * @param standardError of the mean
   */
  public record Gain(double mean, double standardError) {}

  /** Both, the simpler one first. */
  public List<Candidate> candidates() {
    return List.of(simpler, other);
  }

  /** Whether the training tells no difference. */
  public boolean tie() {
    return Math.abs(gain.mean()) <= ERRORS * gain.standardError();
  }

  /** The candidate that is taken. */
  public Candidate chosen() {
    return gain.mean() > ERRORS * gain.standardError() ? other : simpler;
  }

  /** Whether without a flow the candidate that is left is ahead of the chosen one. */
  public boolean disagreesWithoutFlow() {
    Candidate left = chosen() == other ? simpler : other;
    return left.noFlowBitsPerDim() < chosen().noFlowBitsPerDim();
  }
}
