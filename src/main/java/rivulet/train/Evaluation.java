package rivulet.train;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import rivulet.data.Dequantiser;
import rivulet.data.ImageSet;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.ProbeKind;
import rivulet.flow.SolveException;
import rivulet.nativebindings.NativeCallException;
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
  /** Images that one worker solves together on the cpu; without influence on its bits. */
  public static final int GROUP = 8;

  private final ModelSpec spec;
  private final int images;
  private final double[][] logLikelihood;
  private final double[][] noFlow;
  private final double[][] evaluations;

  private Evaluation(ModelSpec spec, int images) {
    this.spec = spec;
    this.images = images;
    this.logLikelihood = new double[spec.levels()][images];
    this.noFlow = new double[spec.levels()][images];
    this.evaluations = new double[spec.levels()][images];
  }

  /** Told how many of how many pieces of work are done. */
  public interface Listener {
    void progress(int done, int all);
  }

  /** Evaluates every image of the set on the cpu, in groups of {@value #GROUP}. */
  public static Evaluation of(
      MultiResolutionFlow flow,
      ImageSet data,
      long seed,
      SolverOptions options,
      ProbeKind probes,
      int threads,
      Listener listener) {
    return of(flow, data, seed, options, probes, new Workers(threads, GROUP), listener);
  }

  /**
   * How the work is shared out.
   *
   * @param threads workers
   * @param group images that one of them solves together
   */
  public record Workers(int threads, int group) {
    public Workers {
      if (threads < 1 || group < 1) {
        throw new IllegalArgumentException(
            "eval: threads and group must be at least 1, found " + threads + " and " + group);
      }
    }
  }

  /** Evaluates every image of the set. */
  public static Evaluation of(
      MultiResolutionFlow flow,
      ImageSet data,
      long seed,
      SolverOptions options,
      ProbeKind probes,
      Workers workers,
      Listener listener) {
    if (data.count() < 1) {
      throw new IllegalArgumentException("eval: no images selected; check --offset and --limit");
    }
    Evaluation result = new Evaluation(flow.spec(), Math.toIntExact(data.count()));
    try (Workspace workspace = new Workspace();
        WorkerPool pool = new WorkerPool(workers.threads())) {
      Work work = new Work(flow, data, seed, options, probes, workers, workspace, result, listener);
      pool.run(work.tasks(), work::run);
    } catch (TaskFailure failure) {
      throw switch (failure.getCause()) {
        case IllegalStateException cause -> cause;
        case NativeCallException cause -> cause;
        default -> failure;
      };
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
    private final int group;
    private final int groups;
    private final Listener listener;
    private final AtomicInteger done = new AtomicInteger();

    Work(
        MultiResolutionFlow flow,
        ImageSet data,
        long seed,
        SolverOptions options,
        ProbeKind probes,
        Workers shared,
        Workspace workspace,
        Evaluation result,
        Listener listener) {
      int levels = flow.spec().levels();
      this.result = result;
      this.seed = seed;
      this.listener = listener;
      int threads = shared.threads();
      this.group = Math.min(shared.group(), result.images);
      this.groups = (result.images + group - 1) / group;
      this.workers = new LevelWorker[threads][levels];
      this.readers = new Dequantiser[threads];
      this.image = new double[threads][flow.spec().dimensions()];
      for (int w = 0; w < threads; w++) {
        readers[w] = new Dequantiser(data, seed, Dequantiser.Mode.UNIFORM);
        for (int level = 0; level < levels; level++) {
          workers[w][level] = new LevelWorker(flow, level, options, probes, group, 0, workspace);
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
      int from = task % groups * group;
      int to = Math.min(result.images, from + group);
      LevelWorker flow = workers[worker][level];
      for (int n = from; n < to; n++) {
        readers[worker].read(n, 0, image[worker]);
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
      double total = 0;
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
