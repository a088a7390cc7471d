package rivulet;

import java.nio.file.Path;
import java.util.List;
import rivulet.points.PointEvaluation;
import rivulet.points.table.Columns;
import rivulet.points.table.CsvWriter;
import rivulet.points.table.Rows;
import rivulet.store.AtomicFile;

/** ln p of points under a flow, each solved by itself with exact divergence. */
public final class PointScores {
  private static final Columns COLUMNS = Columns.named(List.of("row", "ln_p"));

  private final PointEvaluation measured;

  PointScores(PointEvaluation measured) {
    this.measured = measured;
  }

  /** ln p in nats, point by point; a copy. */
  public double[] logLikelihood() {
    return measured.logDensity().clone();
  }

  /** How many points were measured. */
  public int points() {
    return measured.points();
  }

  /** Mean of −ln p, in nats. */
  public double nll() {
    return measured.nll();
  }

  /** Standard error of {@link #nll} over points, in nats; not a number for one point. */
  public double standardError() {
    return measured.standardError();
  }

  /** Evaluations of the vector field per point, on average. */
  public double evaluations() {
    return measured.evaluations();
  }

  /** Writes number, from 1, and ln p of every point as a CSV file, whole or not at all. */
  public void save(Path csv) {
    double[] values = new double[2 * points()];
    for (int n = 0; n < points(); n++) {
      values[2 * n] = n + 1;
      values[2 * n + 1] = measured.logDensity()[n];
    }
    Rows rows = new Rows("scores", COLUMNS, values);
    AtomicFile.write(csv, out -> CsvWriter.exact(out, rows));
  }
}
