package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import rivulet.TrainingListener;

/** Progress of the training of points, with the smoothed loss. */
public final class PlayProgress implements TrainingListener, AutoCloseable {
  private static final double SMOOTHING = 0.99;

  private final ProgressLine line;
  private final long updates;
  private double smooth = Double.NaN;

  public PlayProgress(PrintWriter out, long updates) {
    this.line = new ProgressLine(out, "updates");
    this.updates = updates;
  }

  @Override
  public boolean updated(long update, double loss) {
    smooth = Double.isFinite(smooth) ? SMOOTHING * smooth + (1 - SMOOTHING) * loss : loss;
    line.update(
        update,
        updates,
        (double) update / updates,
        () -> List.of(String.format(Locale.ROOT, "loss %.4f", smooth)));
    return true;
  }

  @Override
  public void close() {
    line.end();
  }
}
