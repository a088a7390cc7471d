package rivulet.cli.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rivulet.Description;
import rivulet.check.quality.Distances;

/**
 * Distances of samples to images, a row for each temperature, and of images to images.
 *
 * @param of the model
 * @param rows the floor is the last
 */
public record DistanceText(Description of, List<Row> rows) {
  private static final String FLOOR = "images";

  /**
   * One row.
   *
   * @param name the temperature as it was asked for
   * @param temperatures per level; none of images
   * @param nearest training images, if they were asked for
   */
  public record Row(
      String name, double[] temperatures, Distances distances, Optional<NearestFiles.Row> nearest) {
    /** Of images that are held against images. */
    public static Row floor(Distances distances, Optional<NearestFiles.Row> nearest) {
      return new Row(FLOOR, new double[0], distances, nearest);
    }
  }

  public void print(PrintWriter out) {
    boolean nearest = rows.getFirst().nearest().isPresent();
    line(
        out,
        "%-12s %18s  %10s ± %-7s%s",
        "temperature",
        "sliced Wasserstein",
        "MMD²",
        "error",
        nearest ? "   nearest: median   least" : "");
    for (Row row : rows) {
      line(
          out,
          "%-12s %18.5f  %10.3e ± %-7.1e%s",
          row.name(),
          row.distances().slicedWasserstein(),
          row.distances().kernel().squared(),
          row.distances().kernel().standardError(),
          row.nearest().map(DistanceText::nearest).orElse(""));
    }
    if (of.levels() > 1) {
      levels(out);
    }
    out.flush();
  }

  private static String nearest(NearestFiles.Row row) {
    return String.format(Locale.ROOT, "   %15.4f %7.4f", row.median(), row.least());
  }

  /** Two columns of each level, the finest first: the coarse image, and what is added to it. */
  private void levels(PrintWriter out) {
    line(out, "sliced Wasserstein by level: the coarse image, and the details upon it");
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-12s", ""));
    for (Distances.Level level : rows.getFirst().distances().levels()) {
      int halvings = of.levels() - level.level();
      String size = (of.height() >> halvings) + "x" + (of.width() >> halvings);
      head.append(String.format(Locale.ROOT, " %9s %9s", size, "details"));
    }
    line(out, "%s", head);
    for (Row row : rows) {
      StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-12s", row.name()));
      for (Distances.Level level : row.distances().levels()) {
        text.append(String.format(Locale.ROOT, " %9.5f %9.5f", level.coarse(), level.details()));
      }
      line(out, "%s", text);
    }
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  /** Every number: {@code rows}, one for each temperature, and {@code floor}. */
  public JsonObject json() {
    JsonArray each = new JsonArray();
    rows.subList(0, rows.size() - 1).forEach(row -> each.add(json(row)));
    Row first = rows.getFirst();
    Row floor = rows.getLast();
    JsonObject result = new JsonObject();
    result.addProperty("samples_to_images", first.distances().slicedWasserstein());
    result.addProperty("images_to_images", floor.distances().slicedWasserstein());
    result.add("rows", each);
    result.add("floor", json(floor));
    return result;
  }

  private static JsonObject json(Row row) {
    JsonObject result = new JsonObject();
    JsonArray temperatures = new JsonArray();
    for (double temperature : row.temperatures()) {
      temperatures.add(temperature);
    }
    result.add("temperatures", temperatures);
    Distances distances = row.distances();
    result.addProperty("sliced_wasserstein", distances.slicedWasserstein());
    result.addProperty("mmd_squared", distances.kernel().squared());
    result.addProperty("mmd_squared_standard_error", distances.kernel().standardError());
    JsonArray levels = new JsonArray();
    for (Distances.Level level : distances.levels()) {
      JsonObject one = new JsonObject();
      one.addProperty("level", level.level());
      one.addProperty("coarse", level.coarse());
      one.addProperty("details", level.details());
      levels.add(one);
    }
    result.add("levels", levels);
    row.nearest()
        .ifPresent(nearest -> {
          result.addProperty("nearest_median", nearest.median());
          result.addProperty("nearest_least", nearest.least());
        });
    return result;
  }
}
