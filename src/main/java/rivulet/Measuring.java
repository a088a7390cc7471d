package rivulet;

import rivulet.flow.LikelihoodFault;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.EvaluationOptions;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;
import rivulet.store.StoredModel;

/**
 * How likelihoods are measured.
 *
 * @param seed of noise and probes
 * @param solver Runge-Kutta method: dopri5, tsit5, bosh3 …
 * @param tolerance of its steps, absolute and relative
 * @param divergence {@code exact}, {@code hutchinson:K}, {@code coloured:S}; {@code preferred}:
 *     exact where it is affordable, else one probe
 * @param draws of noise for each image
 * @param importance samples of noise in each bound; more than 1 need an exact divergence
 * @param threads workers; change no result
 */
public record Measuring(
    long seed,
    String solver,
    double tolerance,
    String divergence,
    int draws,
    int importance,
    int threads) {
  private static final String PREFERRED = "preferred";

  /** What {@code eval} does: dopri5 at 1e-5, one draw, seed 1, all processors. */
  public static Measuring usual() {
    return new Measuring(1, "dopri5", 1e-5, PREFERRED, 1, 1, WorkerPool.usual());
  }

  /**
   * Checks what can be checked without a model.
   *
   * @throws IllegalArgumentException for an unknown method or divergence or a number out of range
   */
  public Measuring {
    SolverOptions.adaptive(solver, tolerance);
    if (!divergence.equals(PREFERRED)) {
      Divergence.parse(divergence);
    }
    WorkerPool.require(threads);
  }

  /** The same with another seed. */
  public Measuring withSeed(long other) {
    return new Measuring(other, solver, tolerance, divergence, draws, importance, threads);
  }

  /** The same with another solver. */
  public Measuring withSolver(String method, double within) {
    return new Measuring(seed, method, within, divergence, draws, importance, threads);
  }

  /** The same with another divergence. */
  public Measuring withDivergence(String other) {
    return new Measuring(seed, solver, tolerance, other, draws, importance, threads);
  }

  /** The same with more noise. */
  public Measuring withNoise(int drawn, int samples) {
    return new Measuring(seed, solver, tolerance, divergence, drawn, samples, threads);
  }

  /** The same on so many threads. */
  public Measuring withThreads(int workers) {
    return new Measuring(seed, solver, tolerance, divergence, draws, importance, workers);
  }

  SolverOptions options() {
    return SolverOptions.adaptive(solver, tolerance);
  }

  Divergence divergence(ModelSpec spec) {
    return divergence.equals(PREFERRED) ? Divergence.preferred(spec) : Divergence.parse(divergence);
  }

  EvaluationOptions evaluation(StoredModel model) {
    return new EvaluationOptions(
        seed,
        options(),
        ProbeKind.RADEMACHER,
        draws,
        importance,
        LikelihoodFault.NONE,
        false,
        model.dequantisation(),
        model.evaluationNoise());
  }
}
