package rivulet.cli.exchange;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rivulet.cli.output.OneLine;

/**
 * A model card in Markdown: what a model is, what it learned from and how to use it. Every figure
 * is one that the file tells, as {@code info} reads it; what it does not tell is said to be
 * missing.
 *
 * @param name under which it is called
 * @param file file name for the command lines
 * @param info of the file
 */
record ModelCard(String name, String file, JsonObject info) {
  private static final String PROVENANCE = "provenance";

  /** Said in sentences, tables or command lines of their own. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "path",
          "kind",
          "parameters_per_level",
          "levels_present",
          "complete",
          "file_sha256",
          "numerics",
          "run",
          PROVENANCE);

  /** Names of what a model learned from, among its settings. */
  private static final List<String> DATA =
      List.of("data_sha256", "labels_sha256", "validation", "imported_sha256");

  /** The card. */
  String text() {
    List<String> lines = new ArrayList<>(List.of("# " + escaped(name), "", summary(), ""));
    section(lines, "Model", rows(info, ELSEWHERE));
    if (info.has("parameters_per_level")) {
      lines.addAll(levels());
    }
    JsonObject provenance = info.getAsJsonObject(PROVENANCE);
    JsonObject data = part(provenance, true);
    section(lines, "Data", rows(data, Set.of()));
    lines.addAll(
        List.of(
            "The file does not say what the data are called, who made them, or their licence.",
            ""));
    section(lines, "Training", rows(part(provenance, false), Set.of()));
    lines.addAll(List.of("## Figures", "", figures(), ""));
    section(lines, "File", rows(fileRows(), Set.of()));
    lines.addAll(List.of("## Use", ""));
    use().forEach(line -> lines.add("    " + line));
    return String.join("\n", lines) + "\n";
  }

  private boolean isImages() {
    return info.has("image");
  }

  private boolean isComplete() {
    return !info.has("complete") || info.get("complete").getAsBoolean();
  }

  private String summary() {
    if (!isImages()) {
      return "A continuous normalizing flow of rows of "
          + info.getAsJsonArray("columns").size()
          + " columns: it gives ln p of a row.";
    }
    String what =
        "A multi-resolution continuous normalizing flow of images of "
            + text("image")
            + " (channels, height, width): ";
    return isComplete()
        ? what + "it gives ln p of an image, draws images, and finer images of a coarse one."
        : what
            + "levels "
            + shown(info.get("levels_present"))
            + " of "
            + text("levels")
            + ", to be joined with the others before use.";
  }

  private String text(String key) {
    return shown(info.get(key));
  }

  private List<String> levels() {
    JsonArray parameters = info.getAsJsonArray("parameters_per_level");
    List<String> lines = new ArrayList<>(List.of("| level | data | parameters |", "|---|---|---|"));
    String[] sides = text("image").split("x", -1);
    int channels = Integer.parseInt(sides[0]);
    for (int level = 0; level < parameters.size(); level++) {
      int halvings = level == 0 ? parameters.size() - 1 : parameters.size() - level;
      lines.add(
          String.format(
              Locale.ROOT,
              "| %d | %dx%dx%d | %,d |",
              level,
              level == 0 ? channels : 3 * channels,
              Integer.parseInt(sides[1]) >> halvings,
              Integer.parseInt(sides[2]) >> halvings,
              parameters.get(level).getAsLong()));
    }
    lines.add("");
    return lines;
  }

  private static JsonObject part(JsonObject provenance, boolean data) {
    JsonObject part = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : provenance.entrySet()) {
      if (DATA.contains(entry.getKey()) == data) {
        part.add(entry.getKey(), entry.getValue());
      }
    }
    return part;
  }

  private JsonObject fileRows() {
    JsonObject file = new JsonObject();
    for (String key : List.of("numerics", "file_sha256")) {
      if (info.has(key)) {
        file.add(key, info.get(key));
      }
    }
    return file;
  }

  private String figures() {
    if (info.has("run") && info.getAsJsonObject("run").get("validation") instanceof JsonObject v) {
      return String.format(
          Locale.ROOT,
          "%.4f ± %.4f bits/dim on %s images held back from training, after %s updates.",
          v.get("bits_per_dim").getAsDouble(),
          v.get("standard_error").isJsonNull() ? Double.NaN : v.get("standard_error").getAsDouble(),
          shown(v.get("images")),
          shown(v.get("updates")));
    }
    return isComplete()
        ? "The file holds none; they are to be measured, as below."
        : "The file holds none.";
  }

  private List<String> use() {
    if (!isImages()) {
      return List.of("rivulet play --model " + file + " --data rows.csv");
    }
    if (!isComplete()) {
      return List.of("rivulet merge " + file + " OTHERS --out whole");
    }
    List<String> use = new ArrayList<>();
    use.add("rivulet eval --model " + file + " --data IMAGES");
    use.add("rivulet sample --model " + file + " --out samples.png");
    if (info.get("levels").getAsInt() > 1) {
      use.add("rivulet upscale --model " + file + " --image coarse.png --out fine.png");
    }
    use.add("rivulet export --model " + file + " --out weights.pth");
    return use;
  }

  private static List<String> rows(JsonObject of, Set<String> without) {
    return of.entrySet().stream()
        .filter(entry -> !without.contains(entry.getKey()))
        .map(entry ->
            "| "
                + escaped(entry.getKey().replace('_', ' '))
                + " | "
                + escaped(shown(entry.getValue()))
                + " |")
        .collect(Collectors.toList());
  }

  private static void section(List<String> lines, String title, List<String> rows) {
    lines.addAll(List.of("## " + title, ""));
    if (!rows.isEmpty()) {
      lines.addAll(List.of("| | |", "|---|---|"));
      lines.addAll(rows);
      lines.add("");
    }
  }

  private static String shown(JsonElement value) {
    if (value instanceof JsonArray array) {
      return array.asList().stream()
          .map(each -> each instanceof JsonArray ? each.toString() : shown(each))
          .collect(Collectors.joining(", "));
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** Text of a file in a cell: one line, and no mark of Markdown. */
  private static String escaped(String text) {
    return OneLine.of(text).replaceAll("([\\\\|*_<`#\\[\\]])", "\\\\$1");
  }
}
