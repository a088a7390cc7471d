package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import rivulet.Measuring;
import rivulet.PointFlow;
import rivulet.PointScores;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;

/**
 * {@code play --model}: ln p of a table's rows under a model that was trained before.
 *
 * @param model its file, or the folder that holds it
 * @param data a table with the model's columns
 * @param out where ln p of every row goes
 */
public record PlayScore(Path model, Path data, Optional<Path> out) {
  public JsonObject run(Measuring how, PrintWriter people) {
    PointFlow flow = PointFlow.open(ModelOption.file(model));
    PointScores measured = flow.measure(data, how);
    out.ifPresent(measured::save);
    print(measured, people);
    JsonObject result = new JsonObject();
    result.addProperty("model", model.toString());
    result.addProperty("data", data.toString());
    result.addProperty("dimensions", flow.dimensions());
    result.addProperty("nll", measured.nll());
    result.add("standard_error", JsonOption.number(measured.standardError()));
    result.addProperty("points", measured.points());
    result.addProperty("divergence", "exact");
    result.addProperty("evaluations", measured.evaluations());
    return result;
  }

  private void print(PointScores measured, PrintWriter people) {
    String error =
        measured.points() > 1
            ? String.format(Locale.ROOT, " +- %.4f", measured.standardError())
            : "";
    people.printf(
        Locale.ROOT,
        "%s: %.4f%s nats per point over %d rows (mean of -ln p)%n",
        data.getFileName(),
        measured.nll(),
        error,
        measured.points());
    people.printf(
        Locale.ROOT, "exact divergence, %.1f evaluations per point%n", measured.evaluations());
    out.ifPresent(file -> people.println(file + ": ln p of every row"));
    people.flush();
  }
}
