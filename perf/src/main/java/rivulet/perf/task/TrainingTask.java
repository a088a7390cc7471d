package rivulet.perf.task;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import rivulet.TrainingListener;
import rivulet.perf.Clock;
import rivulet.training.Optimiser;
import rivulet.training.Training;
import rivulet.training.TrainingObjective;

/**
 * Updates of a training that goes on from a {@link TaskModel}. It runs on a thread of its own and
 * waits, as its listener, between the turns; one repetition is one update.
 */
public final class TrainingTask extends TimedTask {
  /** Adam's rate. */
  public static final double RATE = 1e-3;

  private static final long NEVER = 1L << 40;

  private final SynchronousQueue<Integer> asked = new SynchronousQueue<>();
  private final SynchronousQueue<Turn> told = new SynchronousQueue<>();
  private final Thread thread;
  private final Clock clock;
  private final double[] evaluations;
  private long updates; // seen by who waits for a turn, as are the evaluations
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private double allocated;

  private record Turn(double seconds, double allocated) {}

  /** Returns after the first update: what comes before is no pace. */
  public TrainingTask(UserTask task, TaskModel model, int threads) {
    super(task, model);
    boolean matches = task == UserTask.TRAIN_MATCHING;
    this.clock = Clock.of(threads);
    this.evaluations = new double[model.networks().size()];
    Training training =
        Training.of(model.images())
            .from(model.file())
            .objective(
                matches
                    ? TrainingObjective.matching()
                    : TrainingObjective.likelihood().solver(task.method(), task.tolerance()))
            .optimiser(Optimiser.usual().rule("adam").rate(RATE).averaging(0))
            .batch(images())
            .updates(NEVER)
            .checkpointEvery(0)
            .threads(threads);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("training")
            .start(() -> run(training, model.run(task.name())));
    this.allocated = turn(told::take).allocated();
  }

  private void run(Training training, Path folder) {
    try {
      training.run(folder, new Gate());
    } catch (RuntimeException e) {
      failure = Optional.of(e);
      exchanged(() -> {
        told.put(new Turn(Double.NaN, Double.NaN));
        return 0;
      });
    }
  }

  private Turn turn(Waiting<Turn> next) {
    Turn turn = exchanged(next);
    failure.ifPresent(e -> {
      throw new IllegalStateException("the training ended before its time", e);
    });
    return turn;
  }

  /** Lets through as many updates as are asked for. */
  private final class Gate implements TrainingListener {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int count = 1;
    private int left = 1;
    private long before;
    private double start;

    @Override
    public void levels(long update, List<Level> levels) {
      for (Level one : levels) {
        evaluations[one.level()] += one.evaluations();
      }
      updates++;
    }

    @Override
    public boolean updated(long update, double loss) {
      left--;
      if (left == 0) {
        double seconds = clock.now() - start;
        double bytes = threads.getCurrentThreadAllocatedBytes() - before;
        count =
            exchanged(() -> {
              told.put(new Turn(seconds, bytes / count));
              return asked.take();
            });
        left = count;
        before = threads.getCurrentThreadAllocatedBytes();
        start = clock.now();
      }
      return left > 0;
    }
  }

  @FunctionalInterface
  private interface Waiting<T> {
    T value() throws InterruptedException;
  }

  private static <T> T exchanged(Waiting<T> waiting) {
    try {
      return waiting.value();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between updates", e);
    }
  }

  @Override
  public double seconds(int repetitions) {
    Turn turn =
        turn(() -> {
          asked.put(repetitions);
          return told.take();
        });
    allocated = turn.allocated();
    return turn.seconds();
  }

  @Override
  public double evaluations(int level) {
    return evaluations[level] / updates;
  }

  @Override
  public double allocatedPerCall() {
    return allocated;
  }

  @Override
  public void close() {
    if (failure.isEmpty()) {
      exchanged(() -> {
        asked.put(0);
        thread.join();
        return 0;
      });
    }
  }
}
