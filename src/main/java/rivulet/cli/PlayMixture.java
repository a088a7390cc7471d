package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import rivulet.PointData;
import rivulet.PointTraining;

/**
 * The table of {@code play --density mixture --sample-counts}: one training for each number of
 * different points, all with the same updates.
 */
record PlayMixture(PointData mixture, Function<PointData, PointTraining> training, long seed) {

  /** The mixture with that many different training points. */
  record Limited(int points, PointData data) {}

  List<Limited> limited(List<Integer> counts) {
    return counts.stream().map(count -> new Limited(count, mixture.limited(count))).toList();
  }

  JsonObject of(List<Limited> sources, PrintWriter people) {
    long steps = training.apply(mixture).updates();
    JsonArray rows = new JsonArray();
    people.printf(
        Locale.ROOT,
        "two clusters in %d dimensions, %d updates%n%12s  %s%n",
        mixture.dimensions(),
        steps,
        "points",
        "relative error of the velocity");
    for (Limited some : sources) {
      double error = error(some.data());
      people.printf(Locale.ROOT, "%12d  %.4f%n", some.points(), error);
      people.flush();
      JsonObject row = new JsonObject();
      row.addProperty("samples", some.points());
      row.addProperty("relative_error", error);
      rows.add(row);
    }
    JsonObject result = new JsonObject();
    result.addProperty("density", mixture.label());
    result.addProperty("dimensions", mixture.dimensions());
    result.addProperty("steps", steps);
    result.add("velocity_errors", rows);
    return result;
  }

  private double error(PointData some) {
    return training.apply(some).run((_, _) -> true).velocityError(mixture, seed).orElseThrow();
  }
}
