package rivulet.train;

import rivulet.flow.BlockSolver;
import rivulet.flow.LevelWorker;
import rivulet.flow.LossWeights;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.SolverOptions;
import rivulet.ode.adjoint.Adjoint;
import rivulet.parallel.Crews;
import rivulet.parallel.ScalarSum;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.train.descent.Descent;

/**
 * Settings of maximum likelihood with regularisers (docs/mathematics.md, section 3).
 *
 * @param solver name of the Runge–Kutta method
 * @param tolerance of its step control, absolute and relative
 * @param kinetic weight of the kinetic energy
 * @param jacobian weight of the Jacobian norm
 * @param probes Hutchinson probes per image
 * @param probeKind their distribution
 * @param maxSteps steps, rejected ones included, after which a solve gives up and with it the run
 * @param minStep step below which a solve gives up; 0: the rounding of the time
 * @param adjoint how the gradient of a solve is found
 * @param steer b of STEER (arXiv 2006.10711): in training each block ends at a time drawn from
 *     U[1−b, 1+b] for every update, so that the flow cannot lean on the end; 0: always at 1
 */
public record Likelihood(
    String solver,
    double tolerance,
    double kinetic,
    double jacobian,
    int probes,
    ProbeKind probeKind,
    int maxSteps,
    double minStep,
    Adjoint.Kind adjoint,
    double steer)
    implements Objective {
  public Likelihood {
    TrainConfig.require(steer >= 0 && steer < 1, "steer", steer, "0 to below 1");
    TrainConfig.require(kinetic >= 0 && kinetic < 1e6, "kinetic", kinetic, "0 to 1e6");
    TrainConfig.require(jacobian >= 0 && jacobian < 1e6, "jacobian", jacobian, "0 to 1e6");
    TrainConfig.require(probes >= 1 && probes <= 64, "probes", probes, "1 to 64");
    SolverOptions.adaptive(solver, tolerance).withLimits(maxSteps, minStep);
  }

  /** With the solver's own limits, the exact gradient and blocks that always end at 1. */
  public Likelihood(
      String solver,
      double tolerance,
      double kinetic,
      double jacobian,
      int probes,
      ProbeKind probeKind) {
    this(
        solver,
        tolerance,
        kinetic,
        jacobian,
        probes,
        probeKind,
        AdaptiveSteps.MAX_STEPS,
        0,
        Adjoint.Kind.DISCRETE,
        0);
  }

  /** Options of the solver in training. */
  public SolverOptions solverOptions() {
    return SolverOptions.adaptive(solver, tolerance).withLimits(maxSteps, minStep);
  }

  @Override
  public String label() {
    return "likelihood";
  }

  /**
   * Bits/dim over the level's own dimensions with regularisers, by solving (docs/mathematics.md,
   * section 3).
   */
  static final class LevelLoss implements Loss {
    /**
     * Pixels of a level that a worker solves at once, in whole images. The residuals of more images
     * leave the caches before the reverse reads them: groups of five, one image after the other,
     * train 1.04 to 1.09 times as fast in a third of the memory. Images of 4×4 alone make products
     * so small that their gradients take 1.2 times as long as in fours.
     */
    private static final int PIXELS = 64;

    private final TrainConfig config;
    private final BatchImages images;
    private final LevelWorker[] workers;
    private final LossWeights loss;
    private final int dimensions;
    private final double[] logLikelihood;
    private final double[] kinetic;
    private final double[] jacobian;
    private final double[] evaluations;

    LevelLoss(
        MultiResolutionFlow flow,
        int level,
        TrainConfig config,
        BatchImages images,
        Crews crews,
        long tapeBytes,
        Workspace workspace) {
      this.config = config;
      this.images = images;
      this.workers = new LevelWorker[crews.workers()];
      for (int w = 0; w < workers.length; w++) {
        workers[w] =
            new LevelWorker(
                flow,
                level,
                config.likelihood().solverOptions(),
                config.likelihood().adjoint(),
                config.likelihood().probeKind(),
                together(config, flow.spec().state(level)),
                tapeBytes,
                workspace,
                BlockSolver.ONCE);
        workers[w].crew(crews.crew(w));
      }
      this.dimensions = workers[0].dimensions();
      double share = 1.0 / config.batch();
      this.loss =
          new LossWeights(
              share / (dimensions * ModelSpec.LN_2),
              share * config.likelihood().kinetic(),
              share * config.likelihood().jacobian());
      this.logLikelihood = new double[config.batch()];
      this.kinetic = new double[config.batch()];
      this.jacobian = new double[config.batch()];
      this.evaluations = new double[config.batch()];
    }

    /** Images of a group that are solved at once; a function of configuration and level. */
    private static int together(TrainConfig config, Shape state) {
      int group = config.groupOf(state.pixels());
      return config
          .offloading()
          .group(Math.min(group, Math.ceilDiv(PIXELS, state.pixels())), group);
    }

    @Override
    public boolean mayNotArrive() {
      return true;
    }

    @Override
    public void group(int worker, long step, int leaf, int from, int to, Descent descent) {
      LevelWorker flow = workers[worker];
      if (config.likelihood().steer() > 0) {
        flow.drawEndTimes(config.likelihood().steer(), config.seed(), step);
      }
      flow.clearSums();
      for (int first = from; first < to; first += flow.capacity()) {
        int count = Math.min(flow.capacity(), to - first);
        for (int lane = 0; lane < count; lane++) {
          int j = first + lane;
          flow.label(images.label(j));
          flow.load(lane, images.image(j), config.seed(), images.epoch(j), images.index(j));
        }
        solve(flow, first, count);
      }
      descent.submit(leaf, flow.sums());
    }

    /**
     * Adds the gradients of loaded images, the first of which is number {@code first} of a batch.
     */
    private void solve(LevelWorker flow, int first, int count) {
      flow.encode(count);
      for (int lane = 0; lane < count; lane++) {
        logLikelihood[first + lane] = flow.logLikelihood(lane);
        kinetic[first + lane] = flow.kinetic(lane);
        jacobian[first + lane] = flow.jacobian(lane);
        evaluations[first + lane] = flow.evaluations(lane);
      }
      flow.gradient(count, loss);
    }

    @Override
    public double mean() {
      int n = config.batch();
      return ModelSpec.bitsPerDim(ScalarSum.sum(logLikelihood, n) / n, dimensions);
    }

    @Override
    public LevelMetrics metrics(int part, double gradientNorm, double rate, boolean applied) {
      int n = config.batch();
      return new LevelMetrics(
          part,
          mean(),
          Double.NaN,
          ScalarSum.sum(kinetic, n) / n,
          ScalarSum.sum(jacobian, n) / n,
          ScalarSum.sum(evaluations, n) / n,
          gradientNorm,
          rate,
          applied);
    }
  }
}
