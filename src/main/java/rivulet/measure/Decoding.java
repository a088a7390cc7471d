package rivulet.measure;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntUnaryOperator;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.flow.SolveException;
import rivulet.flow.network.Divergence;
import rivulet.ode.SolverOptions;
import rivulet.parallel.Crews;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;

/** Decodes images from noise in groups on all workers; an image knows only its own index. */
public final class Decoding {
  private static final int GROUP = 8;

  /** Pixels of the finest level, of all images of a group: eight of 64×64, one of 256×256. */
  private static final int GROUP_PIXELS = 1 << 15;

  private final MultiResolutionFlow flow;
  private final SolverOptions solver;
  private final Evaluation.Workers workers;
  private final long[] seeds;
  private final double[] temperatures;
  private final IntUnaryOperator labels;
  private final LongAdder evaluations = new LongAdder();
  private final AtomicInteger done = new AtomicInteger();
  private double[] logLikelihood = {};
  private double[][][] coarser = {};

  /** Draws from a flow; all classes of a model with classes take turns. */
  public Decoding(
      MultiResolutionFlow flow,
      SolverOptions solver,
      Evaluation.Workers workers,
      long[] seeds,
      double[] temperatures) {
    this(flow, solver, workers, seeds, temperatures, image -> turn(flow.spec(), image));
  }

  /**
   * Draws from a flow.
   *
   * @param seeds of each level's noise
   * @param temperatures of each level
   * @param labels the class of an image by its number, {@link ModelSpec#NO_LABEL} without classes
   */
  public Decoding(
      MultiResolutionFlow flow,
      SolverOptions solver,
      Evaluation.Workers workers,
      long[] seeds,
      double[] temperatures,
      IntUnaryOperator labels) {
    this.flow = flow;
    this.solver = solver;
    this.workers = workers;
    this.seeds = seeds;
    this.temperatures = temperatures;
    this.labels = labels;
  }

  /**
   * Decodes images 0 … count − 1 from noise, all levels.
   *
   * @param progress told of every group
   * @return image after image, planar, before clipping
   * @throws IllegalStateException naming the image if a solve does not arrive
   */
  public double[][] sample(int count, Evaluation.Listener progress) {
    double[][] images = new double[count][flow.spec().dimensions()];
    logLikelihood = new double[measured() ? count : 0];
    coarser = new double[flow.spec().levels() - 1][count][];
    int most = Math.min(workers.group(), count);
    int groups = (count + most - 1) / most;
    try (Workspace workspace = new Workspace();
        Crews crews = new Crews(workers.threads(), groups)) {
      Sampler[] samplers = new Sampler[crews.workers()];
      for (int w = 0; w < samplers.length; w++) {
        samplers[w] = new Sampler(flow, solver, most, workspace);
        samplers[w].crew(crews.crew(w));
      }
      crews.run(
          groups,
          (worker, group) -> {
            int drawn = sample(samplers[worker], group * most, most, images);
            progress.progress(done.addAndGet(drawn), count);
          });
    } catch (TaskFailure failure) {
      throw failure.unwrapped();
    }
    return images;
  }

  /**
   * Images that one worker solves together on the cpu, without influence on their bits: fewer where
   * they are large, so that memory does not grow with their number.
   */
  public static int group(ModelSpec spec) {
    int pixels = spec.state(spec.levels() - 1).pixels();
    return Math.clamp(GROUP_PIXELS / pixels, 1, GROUP);
  }

  private boolean measured() {
    return flow.divergence() instanceof Divergence.Exact;
  }

  /**
   * ln p in nats of what {@link #sample} drew last, image by image, from the same pass; empty
   * unless the flow was loaded with an exact divergence.
   */
  public double[] logLikelihood() {
    return logLikelihood.clone();
  }

  /**
   * What {@link #sample} drew last as it was on the way: by level from the coarsest without the
   * finest, image by image, planar, before clipping. Each is the coarse image of what was drawn in
   * the sense of {@link Sampler#pixels}. Not copied.
   */
  public double[][][] coarser() {
    return coarser;
  }

  private int sample(Sampler sampler, int first, int most, double[][] images) {
    int count = Math.min(most, images.length - first);
    for (int n = 0; n < count; n++) {
      sampler.label(n, labels.applyAsInt(first + n));
    }
    try {
      Sampler.Latents noise = sampler.noise(seeds, first, temperatures);
      for (int level = 0; level < coarser.length; level++) {
        sampler.decode(count, level, noise);
        keep(sampler, first, count, level);
      }
      sampler.decode(count, coarser.length, noise);
    } catch (SolveException e) {
      throw named(first + e.lane(), e);
    }
    for (int n = 0; n < count; n++) {
      System.arraycopy(sampler.pixels(n), 0, images[first + n], 0, images[first + n].length);
      if (measured()) {
        logLikelihood[first + n] = sampler.logLikelihood(n);
      }
      evaluations.add(sampler.evaluations(n));
    }
    return count;
  }

  private void keep(Sampler sampler, int first, int count, int level) {
    int size = sampler.imageSize(level);
    for (int n = 0; n < count; n++) {
      coarser[level][first + n] = Arrays.copyOf(sampler.pixels(n), size);
    }
  }

  /**
   * Refines one image, with all threads as one crew.
   *
   * @param image of the level {@code from} as {@link Sampler#image} gives it, planar
   * @param from level of the given image
   * @param to last level to decode
   * @param number of the sample whose latents are taken
   * @return the same of level {@code to}, before clipping
   */
  public double[] refine(double[] image, int from, int to, int number) {
    try (Workspace workspace = new Workspace();
        WorkerPool crew = new WorkerPool(workers.threads())) {
      Sampler sampler = new Sampler(flow, solver, 1, workspace);
      sampler.crew(crew);
      Sampler.Latents noise = sampler.noise(seeds, number, temperatures);
      sampler.label(0, labels.applyAsInt(number));
      sampler.start(0, from, image);
      for (int level = from + 1; level <= to; level++) {
        sampler.decode(1, level, noise);
      }
      evaluations.add(sampler.evaluations(0));
      double[] fine = new double[sampler.imageSize(to)];
      System.arraycopy(sampler.image(0), 0, fine, 0, fine.length);
      return fine;
    } catch (SolveException e) {
      throw named(number, e);
    }
  }

  /** Evaluations of the vector field by all calls, over images and levels. */
  public long evaluations() {
    return evaluations.sum();
  }

  /** The class of an image by its number where all classes take turns. */
  public static int turn(ModelSpec spec, int image) {
    return spec.classes() == 0 ? ModelSpec.NO_LABEL : image % spec.classes();
  }

  private static IllegalStateException named(int image, SolveException cause) {
    return new IllegalStateException("image " + image + ": " + cause.getMessage(), cause);
  }

  /** Shape of one image as people write it: 1x28x28. */
  public static String shape(ModelSpec spec, int shift) {
    return spec.pyramid().channels()
        + "x"
        + (spec.pyramid().height() >> shift)
        + "x"
        + (spec.pyramid().width() >> shift);
  }
}
