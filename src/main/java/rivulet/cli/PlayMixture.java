package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import rivulet.points.GaussianMixture;
import rivulet.points.PointConfig;
import rivulet.points.PointModel;
import rivulet.points.PointProblem;
import rivulet.points.PointShape;
import rivulet.points.Repeated;
import rivulet.points.VelocityError;

/**
 * The table of {@code play --density mixture --sample-counts}: one training for each number of
 * different points, all with the same updates.
 */
record PlayMixture(
    GaussianMixture mixture, PointShape shape, PointConfig config, int steps, int threads) {
  private static final int POINTS = 1024;

  JsonObject table(List<Repeated> sources, PrintWriter people) {
    JsonArray rows = new JsonArray();
    people.printf(
        Locale.ROOT,
        "two clusters in %d dimensions, %d updates%n%12s  %s%n",
        mixture.dimensions(),
        steps,
        "points",
        "relative error of the velocity");
    for (Repeated source : sources) {
      VelocityError error = error(source);
      people.printf(Locale.ROOT, "%12d  %.4f%n", source.points(), error.relative());
      people.flush();
      JsonObject row = new JsonObject();
      row.addProperty("samples", source.points());
      row.addProperty("relative_error", error.relative());
      rows.add(row);
    }
    JsonObject result = new JsonObject();
    result.addProperty("density", mixture.label());
    result.addProperty("dimensions", mixture.dimensions());
    result.addProperty("steps", steps);
    result.add("velocity_errors", rows);
    return result;
  }

  private VelocityError error(Repeated source) {
    long seed = config.train().seed();
    PointModel start = PointModel.plain(shape, mixture, seed);
    PointModel trained =
        PointProblem.train(source, start, config, threads, steps, () -> false, _ -> {});
    return VelocityError.of(trained, mixture, seed, POINTS);
  }
}
