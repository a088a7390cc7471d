package rivulet.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import rivulet.Backend;
import rivulet.Run;
import rivulet.TrainingListener;
import rivulet.Validation;
import rivulet.cli.output.ProcessorTime;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.TrainingProgress;
import rivulet.training.Optimiser;
import rivulet.training.Training;

/**
 * Carries a training out: to a number of updates, or to as many as fit into a time. Their number is
 * then fixed after the warm-up, whose rates do not depend on it, so that a run of that number from
 * the start is the same run.
 */
public final class TimedTraining {
  /** Of the time that is left, what is planned for updates; the rest is for what comes after. */
  private static final double PLANNED = 0.97;

  /** The rate falls over at least so many warm-ups. */
  private static final int LEAST_LENGTH = 4;

  private static final int SHORTEST_WARM_UP = 10;

  /** Told once the run has its folder for itself. */
  public interface Beginning {
    /**
     * Before anything is written.
     *
     * @param steps asked for, or that it has already if those are more
     * @param falls updates at which the rate has fallen to zero
     */
    void begun(long steps, List<Long> falls);
  }

  private final Training training;
  private final Path folder;
  private final TrainingProgress progress;
  private final BooleanSupplier stop;
  private final ProcessorTime time;
  private final Beginning beginning;
  private double halfWay;
  private Run.Outcome outcome;
  private Backend.Transfers transfers = Backend.Transfers.NONE;

  public TimedTraining(
      Training training,
      Path folder,
      TrainingProgress progress,
      BooleanSupplier stop,
      ProcessorTime time,
      Beginning beginning) {
    this.training = training;
    this.folder = folder;
    this.progress = progress;
    this.stop = stop;
    this.time = time;
    this.beginning = beginning;
    this.outcome =
        new Run.Outcome(
            folder, 0, 0, 0, Backend.Transfers.NONE, Optional.empty(), false, Optional.empty());
  }

  /** Trains up to a number of updates, or until the time is over. */
  public void to(long steps, Optimiser optimiser, boolean goesOn) {
    train(steps, optimiser, goesOn, steps, _ -> {});
  }

  /**
   * Trains through the warm-up and tells how many updates fit into the time, by the pace of its
   * second half; the run goes on from there. {@link ProgressLine#UNKNOWN} if it was told to stop.
   *
   * @param warmUp long enough, {@link #requirePace}
   */
  public long stepsInTime(Optimiser optimiser, int warmUp, boolean goesOn) {
    long half = warmUp / 2;
    train(
        warmUp,
        optimiser.falls(List.of(0L)),
        goesOn,
        ProgressLine.UNKNOWN,
        step -> {
          if (step == half) {
            halfWay = time.used();
          }
        });
    if (stop.getAsBoolean()) {
      return ProgressLine.UNKNOWN;
    }
    double pace = (time.used() - halfWay) / (warmUp - half);
    long more = (long) (PLANNED * Math.max(0, time.left()) / pace);
    return Math.max((long) LEAST_LENGTH * warmUp, warmUp + more);
  }

  /**
   * Checks that the number of updates can follow from the time.
   *
   * @throws IllegalArgumentException if there is no limit or the warm-up is too short to tell
   */
  public static void requirePace(ProcessorTime time, int warmUp) {
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
  }

  private void train(
      long steps, Optimiser optimiser, boolean goesOn, long shown, LongConsumer updated) {
    training.optimiser(optimiser).updates(steps).resume(goesOn);
    outcome =
        training.run(
            folder,
            new TrainingListener() {
              @Override
              public void begun(long done) {
                beginning.begun(Math.max(steps, done), training.falls());
              }

              @Override
              public boolean cancelled() {
                return stop.getAsBoolean() || time.left() <= 0;
              }

              @Override
              public void levels(long step, List<Level> levels) {
                updated.accept(step);
                progress.updated(step, shown, levels);
              }

              @Override
              public void judged(Validation found, boolean better) {
                progress.judged(found.bitsPerDim(), better);
              }

              @Override
              public boolean updated(long step, double loss) {
                return true;
              }
            });
    transfers = transfers.plus(outcome.transfers());
  }

  /** What the last part of the training came to. */
  public Run.Outcome outcome() {
    return outcome;
  }

  /** What all parts handed over. */
  public Backend.Transfers transfers() {
    return transfers;
  }
}
