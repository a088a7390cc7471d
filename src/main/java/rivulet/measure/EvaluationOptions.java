package rivulet.measure;

import java.util.Objects;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
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
 * @param practice what is done with noise, levels and blocks
 * @param maps whether to keep where the bits of each pixel come from
 * @param dequantisation noise of the pixels, whose density is part of the bound: the stored model's
 *     own, unless another bound is asked for
 * @param noise purpose of that noise, which keeps it apart from the noise of training: {@link
 *     StoredModel#evaluationNoise} of a model from a file
 */
public record EvaluationOptions(
    long seed,
    SolverOptions solver,
    ProbeKind probes,
    int draws,
    int importance,
    Practice practice,
    boolean maps,
    Dequantisation dequantisation,
    Purpose noise) {
  private static final int MOST = 1_000_000;

  public EvaluationOptions {
    Objects.requireNonNull(solver, "solver");
    Objects.requireNonNull(practice, "practice");
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
      Practice practice,
      boolean maps,
      Dequantisation dequantisation) {
    this(
        seed,
        solver,
        probes,
        draws,
        importance,
        practice,
        maps,
        dequantisation,
        Purpose.EVALUATION);
  }

  private static void require(int number, String name) {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "eval: " + name + " must be 1 to " + MOST + ", found " + number);
    }
  }

  /**
   * One draw of noise, no map.
   *
   * @param dequantisation the model's own noise, for the bound that it was trained for
   */
  public static EvaluationOptions of(
      long seed, SolverOptions solver, ProbeKind probes, Dequantisation dequantisation) {
    return new EvaluationOptions(
        seed, solver, probes, 1, 1, Practice.LIKELIHOOD, false, dequantisation);
  }

  /** One draw of a stored model's own noise, no map. */
  public static EvaluationOptions of(
      long seed, SolverOptions solver, ProbeKind probes, StoredModel model) {
    return new EvaluationOptions(
        seed,
        solver,
        probes,
        1,
        1,
        Practice.LIKELIHOOD,
        false,
        model.dequantisation(),
        model.evaluationNoise());
  }

  /** What reads images as they are measured. */
  public Dequantiser reader(ImageSet images, ImageLabels labels) {
    return practice.reader(this, images, labels);
  }

  /** Noises per image in all. */
  public int noises() {
    return draws * importance;
  }

  /**
   * Refuses what would give a wrong number, or none.
   *
   * @throws IllegalArgumentException if maps meet an estimated divergence, or the practice does not
   *     suit
   */
  public void check(ModelSpec spec, Divergence divergence) {
    practice.check(this, spec, divergence);
    if (maps && divergence.stochastic()) {
      throw new IllegalArgumentException(
          "maps: need an exact divergence without fault, found "
              + divergence.text()
              + "; use `divergence` exact");
    }
  }

  /**
   * Refuses what an audit does not look at.
   *
   * @throws IllegalArgumentException for more than one noise, or another practice than a
   *     likelihood's
   */
  public void checkAudit() {
    if (practice != Practice.LIKELIHOOD || noises() > 1) {
      throw new IllegalArgumentException(
          "audit: looks at one noise per image and no fault; leave out `draws`,"
              + " `importance-samples` and `likelihood-fault`");
    }
  }

  /** The same with another solver and one draw, without maps: to see how far the result moves. */
  EvaluationOptions rerun(SolverOptions other) {
    return new EvaluationOptions(
        seed, other, probes, draws, importance, practice, false, dequantisation, noise);
  }
}
