package rivulet.perf.task;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.perf.Clock;

/** Likelihoods or samples of a {@link TaskModel}; one repetition is one call. */
public final class ModelTask extends TimedTask {
  private final Clock clock;
  private final Runnable call;
  private final double[] evaluations;
  private double allocated;

  /** Calls it once, which tells the evaluations. */
  public ModelTask(UserTask task, TaskModel prepared, int threads) {
    super(task, prepared);
    this.clock = Clock.of(threads);
    this.evaluations = new double[prepared.networks().size()];
    Model model = prepared.model();
    Images images = prepared.images().first(images());
    Sampling sampling =
        Sampling.usual().withSolver(task.method(), task.tolerance()).withThreads(threads);
    Measuring measuring = measuring(task).withThreads(threads);
    boolean draws = task == UserTask.SAMPLE;
    this.call =
        draws
            ? () -> model.sample(images(), sampling)
            : () -> model.logLikelihood(images, measuring);
    Likelihood found = model.logLikelihood(images, measuring);
    Arrays.setAll(evaluations, level -> found.level(level).evaluations());
    if (draws) {
      // Samples tell the sum over levels alone.
      double share = model.sample(images(), sampling).evaluations();
      double all = Arrays.stream(evaluations).sum() * images();
      Arrays.setAll(evaluations, level -> evaluations[level] * share / all);
    }
  }

  /** How a task measures; a sampling task, what tells its levels' shares. */
  public static Measuring measuring(UserTask task) {
    String divergence = task.divergence().probes() > 0 ? "hutchinson" : "exact";
    return Measuring.usual()
        .withSolver(task.method(), task.tolerance())
        .withDivergence(task == UserTask.SAMPLE ? "hutchinson" : divergence);
  }

  @Override
  public double seconds(int repetitions) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      call.run();
    }
    double seconds = clock.now() - start;
    allocated = (double) (threads.getCurrentThreadAllocatedBytes() - before) / repetitions;
    return seconds;
  }

  @Override
  public double evaluations(int level) {
    return evaluations[level];
  }

  @Override
  public double allocatedPerCall() {
    return allocated;
  }

  @Override
  public void close() {}
}
