package rivulet.measure;

import java.util.Objects;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.LikelihoodFault;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.Purpose;
import rivulet.store.StoredModel;

/**
 * How a likelihood is measured.
 *
 * @param seed of dequantisation and probes
 * @param solver of the blocks
 * @param probes distribution of the probes, where the divergence is estimated
 * @param draws dequantisation draws per image, each with its own probes; their bits/dim are
 *     averaged
 * @param importance K: each draw is a bound from K noises, log (1/K) Σ p(X+u_k)/q(u_k|X); 1 for the
 *     usual bound
 * @param fault a wrong practice to reproduce
 * @param maps whether to keep where the bits of each pixel come from
 * @param dequantisation noise of the pixels, whose density is part of the bound: the stored model's
 *     own, unless another bound is asked for; a fault that takes the noise away takes its density
 *     with it
 * @param noise purpose of that noise, which keeps it apart from the noise of training: {@link
 *     StoredModel#evaluationNoise} of a model from a file
 */
public record EvaluationOptions(
    long seed,
    SolverOptions solver,
    ProbeKind probes,
    int draws,
    int importance,
    LikelihoodFault fault,
    boolean maps,
    Dequantisation dequantisation,
    Purpose noise) {
  private static final int MOST = 1_000_000;

  public EvaluationOptions {
    Objects.requireNonNull(solver, "solver");
    Objects.requireNonNull(dequantisation, "dequantisation");
    Objects.requireNonNull(noise, "noise");
    require(draws, "draws");
    require(importance, "importance samples");
    if ((long) draws * importance > MOST) {
      throw new IllegalArgumentException(
          "eval: " + draws + " draws of " + importance + " samples are more than " + MOST);
    }
  }

  /** The same for a model that was not read from a file: with the noise of evaluation. */
  public EvaluationOptions(
      long seed,
      SolverOptions solver,
      ProbeKind probes,
      int draws,
      int importance,
      LikelihoodFault fault,
      boolean maps,
      Dequantisation dequantisation) {
    this(seed, solver, probes, draws, importance, fault, maps, dequantisation, Purpose.EVALUATION);
  }

  private static void require(int number, String name) {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "eval: " + name + " must be 1 to " + MOST + ", found " + number);
    }
  }

  /**
   * One draw of noise, no map, no fault.
   *
   * @param dequantisation the model's own noise, for the bound that it was trained for
   */
  public static EvaluationOptions of(
      long seed, SolverOptions solver, ProbeKind probes, Dequantisation dequantisation) {
    return new EvaluationOptions(
        seed, solver, probes, 1, 1, LikelihoodFault.NONE, false, dequantisation);
  }

  /** One draw of a stored model's own noise, no map, no fault. */
  public static EvaluationOptions of(
      long seed, SolverOptions solver, ProbeKind probes, StoredModel model) {
    return new EvaluationOptions(
        seed,
        solver,
        probes,
        1,
        1,
        LikelihoodFault.NONE,
        false,
        model.dequantisation(),
        model.evaluationNoise());
  }

  /** What reads images as they are measured. */
  public Dequantiser reader(ImageSet images, ImageLabels labels) {
    Dequantiser.Mode mode =
        switch (fault) {
          case BIN_CENTRE -> Dequantiser.Mode.CENTRE;
          case PER_LEVEL_NOISE -> Dequantiser.Mode.NONE;
          default -> Dequantiser.Mode.DRAWN;
        };
    return new Dequantiser(images, seed, noise, mode, dequantisation, labels);
  }

  /** Noises per image in all. */
  public int noises() {
    return draws * importance;
  }

  /**
   * Refuses what would give a wrong number, or none.
   *
   * @throws IllegalArgumentException if importance samples or maps meet an estimated divergence,
   *     maps a fault, or noise at every level a pixel transform
   */
  public void check(ModelSpec spec, Divergence divergence) {
    if (fault == LikelihoodFault.PER_LEVEL_NOISE && !spec.pixelTransform().kinds().isEmpty()) {
      throw new IllegalArgumentException(
          "likelihood fault: per-level-noise is added to the pyramid of plain pixels, this model"
              + " has the pixel transform "
              + spec.pixelTransform().text()
              + "; use a model without one");
    }
    boolean sampled = fault == LikelihoodFault.SAMPLED_IMPORTANCE;
    if (importance > 1 && divergence.stochastic() && !sampled) {
      throw new IllegalArgumentException(
          "importance samples: "
              + importance
              + " samples need an exact divergence, found "
              + divergence.text()
              + ": the exponential favours an estimate that errs upwards, so bits/dim would come"
              + " out too low; use `divergence` exact");
    }
    if (sampled && !(importance > 1 && divergence.stochastic())) {
      throw new IllegalArgumentException(
          "likelihood fault: sampled-importance needs importance samples (`importance-samples`)"
              + " and an estimated divergence (`divergence` hutchinson)");
    }
    if (fault == LikelihoodFault.REDRAWN_PROBE && !divergence.stochastic()) {
      throw new IllegalArgumentException(
          "likelihood fault: redrawn-probe needs probes; use `divergence` hutchinson");
    }
    if (maps && (divergence.stochastic() || fault != LikelihoodFault.NONE)) {
      throw new IllegalArgumentException(
          "maps: need an exact divergence without fault, found "
              + divergence.text()
              + (fault == LikelihoodFault.NONE ? "" : ", " + fault.label())
              + "; use `divergence` exact");
    }
  }

  /**
   * Refuses what an audit does not look at.
   *
   * @throws IllegalArgumentException for a fault or more than one noise
   */
  public void checkAudit() {
    if (fault != LikelihoodFault.NONE || noises() > 1) {
      throw new IllegalArgumentException(
          "audit: looks at one noise per image and no fault; leave out `draws`,"
              + " `importance-samples` and `likelihood-fault`");
    }
  }

  /** The same with another solver and one draw, without maps: to see how far the result moves. */
  EvaluationOptions rerun(SolverOptions other) {
    return new EvaluationOptions(
        seed, other, probes, draws, importance, fault, false, dequantisation, noise);
  }
}
