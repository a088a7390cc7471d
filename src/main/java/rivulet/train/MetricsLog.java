package rivulet.train;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.store.AppendedFile;
import rivulet.store.AtomicFile;

/**
 * Metrics of a run, one line per update and level, as JSON lines and as CSV. On resuming, lines of
 * updates after the checkpoint are dropped, since these updates are done again.
 */
final class MetricsLog implements AutoCloseable {
  private static final String HEADER =
      "step,level,bits_per_dim,matching_loss,kinetic,jacobian,evaluations,gradient_norm,learning_rate,applied";

  private final BufferedWriter lines;
  private final BufferedWriter table;

  private MetricsLog(BufferedWriter lines, BufferedWriter table) {
    this.lines = lines;
    this.table = table;
  }

  /** Opens both files, keeping what was logged for the first {@code steps} updates. */
  static MetricsLog open(RunDirectory run, long steps) {
    try {
      keep(run.metricLines(), steps, false);
      keep(run.metricTable(), steps, true);
      return new MetricsLog(
          AppendedFile.open(run.metricLines()), AppendedFile.open(run.metricTable()));
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
      for (String line : Files.readAllLines(file)) {
        if (step(line, table) < steps) {
          kept.add(line);
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
      JsonObject object = new Gson().fromJson(line, JsonObject.class);
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

  /** Logs one update. */
  void write(long step, List<LevelMetrics> metrics) {
    try {
      for (LevelMetrics m : metrics) {
        lines.write(json(step, m));
        lines.newLine();
        table.write(
            String.format(
                Locale.ROOT,
                "%d,%d,%s,%s,%s,%s,%s,%s,%s,%b",
                step,
                m.level(),
                m.bitsPerDim(),
                m.matchingLoss(),
                m.kinetic(),
                m.jacobian(),
                m.evaluations(),
                m.gradientNorm(),
                m.learningRate(),
                m.applied()));
        table.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("metrics: " + e.getMessage(), e);
    }
  }

  private static String json(long step, LevelMetrics m) {
    JsonObject object = new JsonObject();
    object.addProperty("step", step);
    object.addProperty("level", m.level());
    object.addProperty("bits_per_dim", number(m.bitsPerDim()));
    object.addProperty("matching_loss", number(m.matchingLoss()));
    object.addProperty("kinetic", number(m.kinetic()));
    object.addProperty("jacobian", number(m.jacobian()));
    object.addProperty("evaluations", m.evaluations());
    object.addProperty("gradient_norm", number(m.gradientNorm()));
    object.addProperty("learning_rate", m.learningRate());
    object.addProperty("applied", m.applied());
    return object.toString();
  }

  /** JSON has no infinities. */
  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  void flush() {
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
        table) {
      flush();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics: " + e.getMessage(), e);
    }
  }
}
