package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;
import rivulet.ode.SolverOptions;
import rivulet.points.PointEvaluation;
import rivulet.points.PointModel;
import rivulet.points.PointModelFile;
import rivulet.points.table.Columns;
import rivulet.points.table.CsvReader;
import rivulet.points.table.CsvWriter;
import rivulet.points.table.Rows;
import rivulet.store.AtomicFile;

/**
 * {@code play --model}: ln p of a table's rows under a model that was trained before.
 *
 * @param model its file, or the folder that holds it
 * @param data a table with the model's columns
 * @param out where ln p of every row goes
 */
public record PlayScore(Path model, Path data, Optional<Path> out) {
  private static final Columns SCORES = Columns.named(List.of("row", "ln_p"));

  public JsonObject run(SolverOptions solver, int threads, PrintWriter people) {
    PointModel trained = PointModelFile.read(ModelOption.file(model)).model();
    Rows rows = CsvReader.read(data).in(trained.columns());
    PointEvaluation measured = PointEvaluation.of(trained, rows, solver, threads);
    out.ifPresent(file -> AtomicFile.write(file, to -> CsvWriter.exact(to, scores(measured))));
    print(rows, measured, people);
    JsonObject result = new JsonObject();
    result.addProperty("model", model.toString());
    result.addProperty("data", data.toString());
    result.addProperty("dimensions", rows.columns().count());
    result.addProperty("nll", measured.nll());
    result.add("standard_error", JsonOption.number(measured.standardError()));
    result.addProperty("points", measured.points());
    result.addProperty("divergence", "exact");
    result.addProperty("evaluations", measured.evaluations());
    return result;
  }

  private static Rows scores(PointEvaluation measured) {
    double[] values = new double[2 * measured.points()];
    for (int n = 0; n < measured.points(); n++) {
      values[2 * n] = n + 1;
      values[2 * n + 1] = measured.logDensity()[n];
    }
    return new Rows("scores", SCORES, values);
  }

  private void print(Rows rows, PointEvaluation measured, PrintWriter people) {
    String error =
        rows.count() > 1 ? String.format(Locale.ROOT, " +- %.4f", measured.standardError()) : "";
    people.printf(
        Locale.ROOT,
        "%s: %.4f%s nats per point over %d rows (mean of -ln p)%n",
        rows.label(),
        measured.nll(),
        error,
        measured.points());
    people.printf(
        Locale.ROOT, "exact divergence, %.1f evaluations per point%n", measured.evaluations());
    out.ifPresent(file -> people.println(file + ": ln p of every row"));
    people.flush();
  }
}
