package rivulet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import rivulet.flow.ModelSpec;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;

/**
 * How images or points are drawn.
 *
 * @param seeds of the latents by level, or one for all levels; image i depends on them and i alone,
 *     and coarse images on the seeds of coarse levels alone
 * @param temperatures deviation of the latents by level, or one number for all levels
 * @param label class of all images, of a model with classes; {@link #NO_LABEL}: all classes take
 *     turns
 * @param measured whether ln p is found on the way, by the exact divergence
 * @param solver of the blocks
 * @param backend who computes the larger convolutions
 * @param threads workers; change no result
 */
public record Sampling(
    long[] seeds,
    double[] temperatures,
    int label,
    boolean measured,
    SolverOptions solver,
    Backend backend,
    int threads) {
  /** No class: of a model without, or where all take turns. */
  public static final int NO_LABEL = ModelSpec.NO_LABEL;

  /** What {@code sample} does: temperature 1, dopri5 at 1e-5, seed 1, all processors. */
  public static Sampling usual() {
    return new Sampling(
        new long[] {1},
        new double[] {1},
        NO_LABEL,
        false,
        SolverOptions.adaptive("dopri5", 1e-5),
        Backend.CPU,
        WorkerPool.usual());
  }

  /**
   * Copies the arrays and checks what can be checked without a model.
   *
   * @throws IllegalArgumentException for a number out of range
   * @throws NullPointerException with the name of what is null
   */
  public Sampling {
    Objects.requireNonNull(seeds, "sampling: seeds");
    Objects.requireNonNull(temperatures, "sampling: temperatures");
    Objects.requireNonNull(solver, "sampling: solver");
    Objects.requireNonNull(backend, "sampling: backend");
    seeds = seeds.clone();
    temperatures = temperatures.clone();
    for (double temperature : temperatures) {
      if (!(temperature >= 0 && Double.isFinite(temperature))) {
        throw new IllegalArgumentException(
            "sampling: temperatures must be at least 0, found " + temperature);
      }
    }
    WorkerPool.require(threads);
  }

  /** A copy. */
  @Override
  public long[] seeds() {
    return seeds.clone();
  }

  /** A copy. */
  @Override
  public double[] temperatures() {
    return temperatures.clone();
  }

  /** The same with another seed. */
  public Sampling withSeed(long other) {
    return withSeeds(other);
  }

  /**
   * The same with other seeds, one or one for each level: to keep coarse levels and draw finer ones
   * anew, change the seeds of the finer ones.
   */
  public Sampling withSeeds(long... others) {
    return new Sampling(others, temperatures, label, measured, solver, backend, threads);
  }

  /** The same with other temperatures, one or one for each level. */
  public Sampling withTemperatures(double... others) {
    return new Sampling(seeds, others, label, measured, solver, backend, threads);
  }

  /** The same of one class. */
  public Sampling withLabel(int other) {
    return new Sampling(seeds, temperatures, other, measured, solver, backend, threads);
  }

  /** The same with ln p of what is drawn, from the same pass. */
  public Sampling withLogLikelihood() {
    return new Sampling(seeds, temperatures, label, true, solver, backend, threads);
  }

  /** The same with another solver. */
  public Sampling withSolver(SolverOptions other) {
    return new Sampling(seeds, temperatures, label, measured, other, backend, threads);
  }

  /** The same with another method and tolerance, absolute and relative. */
  public Sampling withSolver(String method, double within) {
    return withSolver(SolverOptions.adaptive(method, within));
  }

  /** The same with another backend. */
  public Sampling withBackend(Backend other) {
    return new Sampling(seeds, temperatures, label, measured, solver, other, threads);
  }

  /** The same on so many threads. */
  public Sampling withThreads(int workers) {
    return new Sampling(seeds, temperatures, label, measured, solver, backend, workers);
  }

  /** Whether all settings are equal, the arrays by their content. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sampling that && settings().equals(that.settings());
  }

  @Override
  public int hashCode() {
    return settings().hashCode();
  }

  @Override
  public String toString() {
    return "Sampling" + settings();
  }

  private List<Object> settings() {
    return List.of(
        Arrays.stream(seeds).boxed().toList(),
        Arrays.stream(temperatures).boxed().toList(),
        label,
        measured,
        solver,
        backend,
        threads);
  }

  double[] temperaturesPerLevel(int levels) {
    requirePerLevel("temperature", temperatures.length, levels);
    double[] all = new double[levels];
    Arrays.setAll(all, level -> temperatures[temperatures.length == 1 ? 0 : level]);
    return all;
  }

  long[] seedsPerLevel(int levels) {
    requirePerLevel("seed", seeds.length, levels);
    long[] all = new long[levels];
    Arrays.setAll(all, level -> seeds[seeds.length == 1 ? 0 : level]);
    return all;
  }

  private static void requirePerLevel(String what, int found, int levels) {
    if (found != 1 && found != levels) {
      throw new IllegalArgumentException(
          "sampling: one " + what + " or one for each of " + levels + " levels, found " + found);
    }
  }
}
