package rivulet.cli;

import java.io.PrintWriter;
import java.util.Locale;
import rivulet.points.PointTrainer;

/** Lines on standard error while points are trained: now and then, and at the end. */
final class PlayProgress {
  private static final double SECONDS_BETWEEN = 5;

  private final PrintWriter out;
  private final int steps;
  private final long begin = System.nanoTime();
  private long shown = begin;
  private double sum;
  private int count;

  PlayProgress(PrintWriter out, int steps) {
    this.out = out;
    this.steps = steps;
  }

  /** Called after every update. */
  void update(PointTrainer trainer) {
    sum += trainer.loss();
    count++;
    long now = System.nanoTime();
    boolean last = trainer.step() == steps;
    if (last || (now - shown) * 1e-9 >= SECONDS_BETWEEN) {
      double left = (now - begin) * 1e-9 / trainer.step() * (steps - trainer.step());
      out.printf(
          Locale.ROOT,
          "%d/%d updates  loss %.4f  %.0f s left%n",
          trainer.step(),
          steps,
          sum / count,
          left);
      out.flush();
      shown = now;
      sum = 0;
      count = 0;
    }
  }
}
