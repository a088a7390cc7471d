package rivulet.cli;

import java.util.List;
import java.util.function.BooleanSupplier;
import rivulet.cli.output.ProcessorTime;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.TrainingProgress;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.FlowRun;
import rivulet.train.LevelMetrics;
import rivulet.train.TrainingRun;

/**
 * Carries a training out: to a number of updates, or to as many as fit into a time. Their number is
 * then fixed after the warm-up, whose rates do not depend on it, so that a run of that number from
 * the start is the same run.
 */
final class TimedTraining {
  /** Of the time that is left, what is planned for updates; the rest is for what comes after. */
  private static final double PLANNED = 0.97;

  /** The rate falls over at least so many warm-ups. */
  private static final int LEAST_LENGTH = 4;

  private static final int SHORTEST_WARM_UP = 10;

  /** A run, and how it is carried out, by its length. */
  interface Runs {
    /** The run whose rate has fallen to zero at these updates. */
    TrainingRun run(List<Long> falls);

    /** To so many updates; {@code goesOn} from the run's last checkpoint. */
    FlowRun.Execution execution(long steps, boolean goesOn);

    /**
     * Told once the run has its folder for itself.
     *
     * @param steps asked for, or that it has already if those are more
     */
    void begun(long steps, List<Long> falls);
  }

  private final Runs runs;
  private final OpenBackend backend;
  private final TrainingProgress progress;
  private final BooleanSupplier stop;
  private final ProcessorTime time;
  private double halfWay;
  private FlowRun.Outcome outcome = new FlowRun.Outcome(0, 0, 0);

  TimedTraining(
      Runs runs,
      OpenBackend backend,
      TrainingProgress progress,
      BooleanSupplier stop,
      ProcessorTime time) {
    this.runs = runs;
    this.backend = backend;
    this.progress = progress;
    this.stop = stop;
    this.time = time;
  }

  /**
   * Trains up to a number of updates, or until the time is over.
   *
   * @param falls as {@link rivulet.train.descent.Schedule} has them
   */
  FlowRun.Outcome to(long steps, List<Long> falls, boolean goesOn) {
    return train(steps, falls, goesOn, progress);
  }

  /**
   * Trains through the warm-up and tells how many updates fit into the time, by the pace of its
   * second half; the run goes on from there. {@link ProgressLine#UNKNOWN} if it was told to stop.
   *
   * @throws IllegalArgumentException if there is no limit or the warm-up is too short to tell
   */
  long stepsInTime(int warmUp, boolean goesOn) {
    if (!time.limited()) {
      throw new IllegalArgumentException(
          "train: how far to go is not said; give --steps or --time-limit");
    }
    if (warmUp < SHORTEST_WARM_UP) {
      throw new IllegalArgumentException(
          "train: without --steps their number follows from the pace of the warm-up, which must"
              + " have at least "
              + SHORTEST_WARM_UP
              + " updates, found "
              + warmUp);
    }
    long half = warmUp / 2;
    train(
        warmUp,
        List.of(),
        goesOn,
        (step, steps, metrics) -> {
          if (step == half) {
            halfWay = time.used();
          }
          progress.updated(step, ProgressLine.UNKNOWN, metrics);
        });
    if (stop.getAsBoolean()) {
      return ProgressLine.UNKNOWN;
    }
    double pace = (time.used() - halfWay) / (warmUp - half);
    long more = (long) (PLANNED * Math.max(0, time.left()) / pace);
    return Math.max((long) LEAST_LENGTH * warmUp, warmUp + more);
  }

  private FlowRun.Outcome train(
      long steps, List<Long> falls, boolean goesOn, FlowRun.Listener listener) {
    outcome =
        runs.run(falls)
            .run(
                runs.execution(steps, goesOn),
                backend,
                new FlowRun.Listener() {
                  @Override
                  public void begun(long done) {
                    runs.begun(Math.max(steps, done), falls);
                  }

                  @Override
                  public void updated(long step, long all, List<LevelMetrics> metrics) {
                    listener.updated(step, all, metrics);
                  }
                },
                () -> stop.getAsBoolean() || time.left() <= 0);
    return outcome;
  }

  /** What the last part of the training came to. */
  FlowRun.Outcome outcome() {
    return outcome;
  }
}
