package rivulet.measure;

import java.util.concurrent.atomic.AtomicLong;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.LevelWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.SolveException;
import rivulet.noise.Dequantiser;
import rivulet.ode.adjoint.Adjoint;
import rivulet.parallel.Crews;
import rivulet.tensor.Workspace;

/**
 * The tasks of one evaluation: noise by noise, groups of images within. A task reads its images and
 * takes them apart once, for all levels. Workers write to places of their own in the result.
 */
final class EvaluationWork {
  private final Crews crews;
  private final LevelWorker[][] workers;
  private final Dequantiser[] readers;
  private final double[][] image;
  private final AnalysedImage[][] images;
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
    this.images = new AnalysedImage[crews.workers()][];
    ImageLabels labels = ImageLabels.of(data, flow.spec().imageClasses());
    for (int w = 0; w < crews.workers(); w++) {
      readers[w] = options.reader(data, labels);
      images[w] = AnalysedImage.lanes(flow.model(), group);
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
                options.practice().blocks(options.probes()));
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
    crews.run(Math.multiplyExact(options.noises(), groups), this::run);
  }

  private void run(int worker, int task) {
    int epoch = task / groups;
    int from = task % groups * group;
    int to = Math.min(result.images(), from + group);
    for (int n = from; n < to; n++) {
      readers[worker].read(n, epoch, image[worker]);
      images[worker][n - from].analyse(image[worker]);
      result.storeNoise(epoch, n, readers[worker].logDensity());
    }
    for (int level = result.spec().levels() - 1; level >= 0; level--) {
      level(worker, level, epoch, from, to);
    }
  }

  private void level(int worker, int level, int epoch, int from, int to) {
    LevelWorker flow = workers[worker][level];
    for (int n = from; n < to; n++) {
      load(worker, flow, level, n - from, n, epoch);
    }
    encode(flow, level, from, to - from);
    for (int n = from; n < to; n++) {
      result.store(level, epoch, n, flow, n - from);
      if (options.maps()) {
        flow.addShares(n - from, images[worker][n - from], result.shares(epoch, level, n));
      }
    }
    long elements = result.spec().state(level).elements() * (to - from);
    long all = (long) result.spec().dimensions() * result.images() * options.noises();
    listener.progress(done.addAndGet(elements), all);
  }

  private void load(int worker, LevelWorker flow, int level, int lane, int n, int epoch) {
    AnalysedImage loaded = images[worker][lane];
    long index = readers[worker].index(n);
    flow.label(readers[worker].label(n));
    options.practice().load(options, flow, level, lane, loaded, epoch, index);
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
