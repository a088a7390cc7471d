package rivulet.measure;

import java.util.concurrent.atomic.AtomicLong;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.LevelWorker;
import rivulet.flow.LikelihoodFault;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.SolveException;
import rivulet.noise.Dequantiser;
import rivulet.ode.adjoint.Adjoint;
import rivulet.parallel.Crews;
import rivulet.tensor.Workspace;

/**
 * The tasks of one evaluation: noise by noise, levels from the finest, groups of images within.
 * Workers write to places of their own in the result.
 */
final class EvaluationWork {
  private final Crews crews;
  private final LevelWorker[][] workers;
  private final Dequantiser[] readers;
  private final double[][] image;
  private final Evaluation result;
  private final EvaluationOptions options;
  private final int group;
  private final int groups;
  private final Evaluation.Listener listener;
  private final AtomicLong done = new AtomicLong();

  EvaluationWork(
      MultiResolutionFlow flow,
      ImageSet data,
      EvaluationOptions options,
      int group,
      Crews crews,
      Workspace workspace,
      Evaluation result,
      Evaluation.Listener listener) {
    int levels = flow.spec().levels();
    this.result = result;
    this.options = options;
    this.listener = listener;
    this.group = group;
    this.groups = groups(result.images(), group);
    this.crews = crews;
    this.workers = new LevelWorker[crews.workers()][levels];
    this.readers = new Dequantiser[crews.workers()];
    this.image = new double[crews.workers()][flow.spec().dimensions()];
    ImageLabels labels = ImageLabels.of(data, flow.spec().imageClasses());
    for (int w = 0; w < crews.workers(); w++) {
      readers[w] = options.reader(data, labels);
      for (int level = 0; level < levels; level++) {
        workers[w][level] =
            new LevelWorker(
                flow,
                level,
                options.solver(),
                Adjoint.Kind.DISCRETE,
                options.probes(),
                group,
                0,
                workspace,
                options.fault());
        workers[w][level].crew(crews.crew(w));
      }
    }
  }

  private static int groups(int images, int group) {
    return (images + group - 1) / group;
  }

  /**
   * The threads that evaluate so many images. Levels are no tasks to occupy threads with, since the
   * finest takes most of the time: fewer groups than threads are worked on by crews.
   */
  static Crews crews(int threads, int images, int group, int noises) {
    return new Crews(threads, Math.multiplyExact(noises, groups(images, group)));
  }

  /** Does all of it. */
  void run() {
    crews.run(tasks(), this::run);
  }

  private int tasks() {
    return Math.multiplyExact(options.noises(), groups * result.spec().levels());
  }

  private void run(int worker, int task) {
    int perNoise = groups * result.spec().levels();
    int epoch = task / perNoise;
    int level = result.spec().levels() - 1 - task % perNoise / groups;
    int from = task % groups * group;
    int to = Math.min(result.images(), from + group);
    LevelWorker flow = workers[worker][level];
    for (int n = from; n < to; n++) {
      load(worker, flow, n - from, n, epoch);
      if (level == 0) {
        result.storeNoise(epoch, n, readers[worker].logDensity());
      }
    }
    encode(flow, level, from, to - from);
    for (int n = from; n < to; n++) {
      result.store(level, epoch, n, flow, n - from);
      if (options.maps()) {
        readers[worker].read(n, epoch, image[worker]);
        flow.addShares(n - from, image[worker], result.shares(epoch, level, n));
      }
    }
    long elements = result.spec().state(level).elements() * (to - from);
    long all = (long) result.spec().dimensions() * result.images() * options.noises();
    listener.progress(done.addAndGet(elements), all);
  }

  private void load(int worker, LevelWorker flow, int lane, int n, int epoch) {
    readers[worker].read(n, epoch, image[worker]);
    long index = readers[worker].index(n);
    flow.label(readers[worker].label(n));
    if (options.fault() == LikelihoodFault.PER_LEVEL_NOISE) {
      flow.loadPerLevel(lane, image[worker], options.seed(), options.noise(), epoch, index);
    } else {
      flow.load(lane, image[worker], options.seed(), epoch, index);
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
}
