package rivulet.train;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import rivulet.data.Dequantisation;
import rivulet.data.Dequantiser;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.ProbeKind;
import rivulet.flow.SolveException;
import rivulet.ode.SolverOptions;
import rivulet.parallel.ScalarSum;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;

/**
 * Measures the likelihood of images: log p per level and image, with and without the flow. An
 * image's numbers depend on seed and image alone, not on its batch, thread or neighbours.
 */
public final class Evaluation {
  /** Images that one worker solves together; without influence on the bits. */
  private static final int GROUP = 8;

  private final ModelSpec spec;
  private final int images;
  private final double[][] logLikelihood;
  private final double[][] noFlow;
  private final double[][] evaluations;
  private final double[] dequantisation;

  private Evaluation(ModelSpec spec, int images) {
    this.spec = spec;
    this.images = images;
    this.logLikelihood = new double[spec.levels()][images];
    this.noFlow = new double[spec.levels()][images];
    this.evaluations = new double[spec.levels()][images];
    this.dequantisation = new double[images];
  }

  /** Told how many of how many pieces of work are done. */
  public interface Listener {
    void progress(int done, int all);
  }

  /** Evaluates every image of the set with uniform noise. */
  public static Evaluation of(
      MultiResolutionFlow flow,
      ImageSet data,
      long seed,
      SolverOptions options,
      ProbeKind probes,
      int threads,
      Listener listener) {
    Dequantisation uniform = Dequantisation.UNIFORM;
    return of(flow, data, uniform, seed, options, probes, threads, listener);
  }

  /** Evaluates every image of the set with noise of a density. */
  public static Evaluation of(
      MultiResolutionFlow flow,
      ImageSet data,
      Dequantisation dequantisation,
      long seed,
      SolverOptions options,
      ProbeKind probes,
      int threads,
      Listener listener) {
    if (data.count() < 1) {
      throw new IllegalArgumentException("eval: no images selected; check --offset and --limit");
    }
    Evaluation result = new Evaluation(flow.spec(), Math.toIntExact(data.count()));
    try (Workspace workspace = new Workspace();
        WorkerPool pool = new WorkerPool(threads)) {
      Work work =
          new Work(
              flow,
              data,
              dequantisation,
              seed,
              options,
              probes,
              threads,
              workspace,
              result,
              listener);
      pool.run(work.tasks(), work::run);
    } catch (TaskFailure failure) {
      throw failure.getCause() instanceof IllegalStateException cause ? cause : failure;
    }
    return result;
  }

  /** The tasks of one evaluation: levels from the finest, groups of images within. */
  private static final class Work {
    private final LevelWorker[][] workers;
    private final Dequantiser[] readers;
    private final double[][] image;
    private final Evaluation result;
    private final long seed;
    private final int groups;
    private final Listener listener;
    private final AtomicInteger done = new AtomicInteger();

    Work(
        MultiResolutionFlow flow,
        ImageSet data,
        Dequantisation dequantisation,
        long seed,
        SolverOptions options,
        ProbeKind probes,
        int threads,
        Workspace workspace,
        Evaluation result,
        Listener listener) {
      int levels = flow.spec().levels();
      this.result = result;
      this.seed = seed;
      this.listener = listener;
      this.groups = (result.images + GROUP - 1) / GROUP;
      this.workers = new LevelWorker[threads][levels];
      this.readers = new Dequantiser[threads];
      this.image = new double[threads][flow.spec().dimensions()];
      ImageLabels labels = ImageLabels.of(data, flow.spec().classes());
      for (int w = 0; w < threads; w++) {
        readers[w] = new Dequantiser(data, seed, dequantisation, labels);
        for (int level = 0; level < levels; level++) {
          workers[w][level] = new LevelWorker(flow, level, options, probes, GROUP, 0, workspace);
        }
      }
    }

    private void encode(LevelWorker flow, int level, int from, int count) {
      try {
        flow.encode(count);
      } catch (SolveException e) {
        throw new IllegalStateException(
            "eval: image "
                + readers[0].index(from + e.lane())
                + ", level "
                + level
                + ", "
                + e.getMessage(),
            e);
      }
    }

    int tasks() {
      return groups * result.spec.levels();
    }

    void run(int worker, int task) {
      int level = result.spec.levels() - 1 - task / groups;
      int from = task % groups * GROUP;
      int to = Math.min(result.images, from + GROUP);
      LevelWorker flow = workers[worker][level];
      for (int n = from; n < to; n++) {
        readers[worker].read(n, 0, image[worker]);
        if (level == 0) {
          result.dequantisation[n] = readers[worker].logDensity();
        }
        flow.label(readers[worker].label(n));
        flow.load(n - from, image[worker], seed, 0, readers[worker].index(n));
      }
      encode(flow, level, from, to - from);
      for (int n = from; n < to; n++) {
        result.logLikelihood[level][n] = flow.logLikelihood(n - from);
        result.noFlow[level][n] = flow.noFlowLogLikelihood(n - from);
        result.evaluations[level][n] = flow.evaluations(n - from);
      }
      listener.progress(done.incrementAndGet(), tasks());
    }
  }

  public int images() {
    return images;
  }

  public ModelSpec spec() {
    return spec;
  }

  /** ln p of one image at one level, in nats. */
  public double logLikelihood(int level, int image) {
    return logLikelihood[level][image];
  }

  /** bits/dim of every image. */
  public double[] perImage() {
    return bits(logLikelihood);
  }

  private double[] bits(double[][] byLevel) {
    double[] bits = new double[images];
    for (int n = 0; n < images; n++) {
      double total = -dequantisation[n];
      for (int level = 0; level < spec.levels(); level++) {
        total += byLevel[level][n];
      }
      bits[n] = spec.bitsPerDim(total);
    }
    return bits;
  }

  /** Mean bits/dim. */
  public double bitsPerDim() {
    return mean(perImage());
  }

  /** Mean bits/dim with pre-transforms and N(0,I) alone. */
  public double noFlowBitsPerDim() {
    return mean(bits(noFlow));
  }

  /** Standard error of {@link #bitsPerDim} over images (and with them over their u and probes). */
  public double standardError() {
    double[] bits = perImage();
    double mean = mean(bits);
    double[] squares = new double[images];
    for (int n = 0; n < images; n++) {
      squares[n] = (bits[n] - mean) * (bits[n] - mean);
    }
    return images < 2
        ? Double.NaN
        : Math.sqrt(ScalarSum.sum(squares, images) / (images - 1.0) / images);
  }

  /** What the noise's own density adds to bits/dim (0 for uniform noise): mean of ln q(u|X). */
  public double dequantisationShare() {
    return mean(dequantisation) / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** ln q(u|X) of one image's noise, in nats. */
  public double logNoiseDensity(int image) {
    return dequantisation[image];
  }

  /** What a level's pre-transform adds to bits/dim of the whole image (mostly negative). */
  public double preTransformShare(int level) {
    return -mean(noFlow[level]) / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** What a level's flow adds to bits/dim of the whole image (negative when it helps). */
  public double flowShare(int level) {
    double gain = mean(logLikelihood[level]) - mean(noFlow[level]);
    return -gain / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** bits/dim of a level over its own dimensions. */
  public double levelBitsPerDim(int level) {
    return ModelSpec.bitsPerDim(mean(logLikelihood[level]), (int) spec.state(level).elements());
  }

  /** Mean evaluations per image at a level. */
  public double evaluations(int level) {
    return mean(evaluations[level]);
  }

  /** Mean evaluations per image, all levels together. */
  public double evaluations() {
    double sum = 0;
    for (int level = 0; level < spec.levels(); level++) {
      sum += evaluations(level);
    }
    return sum;
  }

  private double mean(double[] values) {
    return ScalarSum.sum(Arrays.copyOf(values, images), images) / images;
  }
}
