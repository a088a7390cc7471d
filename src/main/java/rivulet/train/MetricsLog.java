package rivulet.train;

import com.google.gson.Gson;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rivulet.store.AppendedFile;
import rivulet.store.AtomicFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;

/**
 * Metrics of a run, one line per update and level, as JSON lines and as CSV, and for TensorBoard if
 * asked. On resuming, lines of updates after the checkpoint are dropped, since these updates are
 * done again.
 */
final class MetricsLog implements AutoCloseable {
  private static final String HEADER =
      "step,level,bits_per_dim,matching_loss,kinetic,jacobian,evaluations,gradient_norm,learning_rate,validation_bits_per_dim,applied";

  /** Of versions that did not validate while training. */
  private static final String OLDER_HEADER = HEADER.replace(StoredModel.VALIDATION_BITS + ",", "");

  private static final Gson GSON = new Gson();

  private final BufferedWriter lines;
  private final BufferedWriter table;
  private final Optional<TrainingEvents> events;

  private MetricsLog(BufferedWriter lines, BufferedWriter table, Optional<TrainingEvents> events) {
    this.lines = lines;
    this.table = table;
    this.events = events;
  }

  /** Opens both files, keeping what was logged for the first {@code steps} updates. */
  static MetricsLog open(RunDirectory run, long steps) {
    return open(run, steps, Optional.empty());
  }

  /** The same with events beside them, which are closed with this. */
  static MetricsLog open(RunDirectory run, long steps, Optional<TrainingEvents> events) {
    try {
      keep(run.metricLines(), steps, false);
      keep(run.metricTable(), steps, true);
      return new MetricsLog(
          AppendedFile.open(run.metricLines()), AppendedFile.open(run.metricTable()), events);
    } catch (IOException e) {
      throw new UncheckedIOException("metrics: " + e.getMessage(), e);
    }
  }

  private static void keep(Path file, long steps, boolean table) throws IOException {
    List<String> kept = new ArrayList<>();
    if (table) {
      kept.add(HEADER);
    }
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      boolean older = table && !lines.isEmpty() && lines.getFirst().equals(OLDER_HEADER);
      for (String line : lines) {
        if (step(line, table) < steps) {
          kept.add(older ? line.replaceFirst(",(?=[^,]*$)", ",NaN,") : line);
        }
      }
    }
    String text = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The update a line belongs to; what cannot be read belongs to none. */
  private static long step(String line, boolean table) {
    try {
      if (table) {
        return Long.parseLong(line.substring(0, Math.max(0, line.indexOf(','))));
      }
      JsonObject object = GSON.fromJson(line, JsonObject.class);
      return object.get("step").getAsLong();
    } catch (RuntimeException e) {
      if (e instanceof NumberFormatException
          || e instanceof JsonParseException
          || e instanceof NullPointerException) {
        return Long.MAX_VALUE;
      }
      throw e;
    }
  }

  /**
   * Logs one update.
   *
   * @param validation bits/dim on images held back after it; NaN if they were not measured
   */
  void write(long step, List<LevelMetrics> metrics, double validation) {
    List<Map<String, Object>> rows = metrics.stream().map(m -> cells(step, m, validation)).toList();
    events.ifPresent(each -> each.write(step, rows));
    try {
      for (Map<String, Object> cells : rows) {
        lines.write(json(cells));
        lines.newLine();
        table.write(cells.values().stream().map(String::valueOf).collect(Collectors.joining(",")));
        table.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("metrics: " + e.getMessage(), e);
    }
  }

  /** A row, by the names of {@link #HEADER} in their order. */
  private static Map<String, Object> cells(long step, LevelMetrics m, double validation) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("step", step);
    cells.put("level", m.level());
    cells.put("bits_per_dim", m.bitsPerDim());
    cells.put("matching_loss", m.matchingLoss());
    cells.put("kinetic", m.kinetic());
    cells.put("jacobian", m.jacobian());
    cells.put("evaluations", m.evaluations());
    cells.put("gradient_norm", m.gradientNorm());
    cells.put("learning_rate", m.learningRate());
    cells.put(StoredModel.VALIDATION_BITS, validation);
    cells.put("applied", m.applied());
    return cells;
  }

  /** JSON has no infinities. */
  private static String json(Map<String, Object> cells) {
    JsonObject object = new JsonObject();
    cells.forEach((name, value) ->
        object.add(
            name,
            value instanceof Double number && !Double.isFinite(number)
                ? JsonNull.INSTANCE
                : GSON.toJsonTree(value)));
    return object.toString();
  }

  void flush() {
    events.ifPresent(TrainingEvents::flush);
    try {
      lines.flush();
      table.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (lines;
        table;
        TrainingEvents _ = events.orElse(null)) {
      flush();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics: " + e.getMessage(), e);
    }
  }
}
