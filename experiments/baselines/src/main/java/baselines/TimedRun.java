package baselines;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import rivulet.cli.output.ProcessorTime;
import rivulet.train.TrainConfig;
import rivulet.train.Trainer;

/**
 * A training for a processor time, by the rule of {@code train --time-limit}: the pace of the
 * second half of the warm-up says how many updates fit, over which the rate then falls to zero.
 */
final class TimedRun {
  private static final double PLANNED = 0.97;
  private static final int LEAST_LENGTH = 4;
  private static final int EVERY = 50;

  private TimedRun() {}

  /**
   * Trains a problem, which the trainer closes, and returns the number of updates.
   *
   * @param config with a rate that stays
   */
  static long run(Trainer trainer, ProgramProblem problem, TrainConfig config, ProcessorTime time) {
    int warmUp = config.schedule().warmUp();
    double[] halfWay = new double[1];
    trainer.run(
        warmUp,
        () -> time.left() <= 0,
        watched -> {
          if (watched.step() == warmUp / 2) {
            halfWay[0] = time.used();
          }
        });
    double pace = (time.used() - halfWay[0]) / (warmUp - warmUp / 2);
    long more = (long) (PLANNED * Math.max(0, time.left()) / pace);
    long end = Math.max((long) LEAST_LENGTH * warmUp, warmUp + more);
    fall(trainer, problem, config, end, () -> time.left() <= 0);
    return trainer.step();
  }

  /** Trains for a number of updates. */
  static long updates(Trainer trainer, ProgramProblem problem, TrainConfig config, long end) {
    fall(trainer, problem, config, end, () -> false);
    return trainer.step();
  }

  private static void fall(
      Trainer trainer, ProgramProblem problem, TrainConfig config, long end, BooleanSupplier stop) {
    problem.reschedule(config.with(config.schedule().withFalls(List.of(end))));
    trainer.run(end, stop, watched -> tell(watched, end));
  }

  private static void tell(Trainer trainer, long end) {
    if (trainer.step() % EVERY == 0) {
      StringBuilder line = new StringBuilder("update " + trainer.step() + " of " + end + ":");
      trainer
          .metrics()
          .forEach(part -> line.append(String.format(Locale.ROOT, " %.4f", part.bitsPerDim())));
      System.err.println(line);
    }
  }
}
