package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import rivulet.train.Trainer;

/** Progress of the training of points, with the smoothed loss. */
public final class PlayProgress implements AutoCloseable {
  private static final double SMOOTHING = 0.99;

  private final ProgressLine line;
  private final int steps;
  private double loss = Double.NaN;

  public PlayProgress(PrintWriter out, int steps) {
    this.line = new ProgressLine(out, "updates");
    this.steps = steps;
  }

  /** Called after every update. */
  public void update(Trainer trainer) {
    double now = trainer.loss();
    loss = Double.isFinite(loss) ? SMOOTHING * loss + (1 - SMOOTHING) * now : now;
    line.update(
        trainer.step(),
        steps,
        (double) trainer.step() / steps,
        () -> List.of(String.format(Locale.ROOT, "loss %.4f", loss)));
  }

  @Override
  public void close() {
    line.end();
  }
}
