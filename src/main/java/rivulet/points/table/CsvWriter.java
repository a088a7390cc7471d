package rivulet.points.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import rivulet.points.PointModel;

/**
 * Writes rows as comma-separated UTF-8 text with a line of names, as {@link CsvReader} reads it.
 */
public final class CsvWriter {
  /** The part of a deviation that samples are written to: what float32 in the flow keeps of it. */
  private static final double RESOLUTION = 1e-7;

  /** Larger whole numbers are written with an exponent, if they need one. */
  private static final double MOST_WHOLE = 1e15;

  private CsvWriter() {}

  /** Every value with the digits that tell it from its neighbours in float64. */
  public static void exact(OutputStream out, Rows rows) throws IOException {
    write(out, rows, (column, value) -> exact(value));
  }

  private static String exact(double value) {
    return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Samples of a model, each with as many decimals as the deviation of its column makes mean. */
  public static void samples(OutputStream out, PointModel model, double[] values)
      throws IOException {
    double[] deviation = model.standard().deviation();
    int[] decimals = new int[deviation.length];
    for (int c = 0; c < decimals.length; c++) {
      double places = -StrictMath.log10(deviation[c] * RESOLUTION);
      decimals[c] = (int) Math.max(0, Math.ceil(places));
    }
    Rows rows = new Rows("samples", model.columns(), values);
    write(out, rows, (column, value) -> rounded(value, decimals[column]));
  }

  private static String rounded(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toString();
  }

  @FunctionalInterface
  private interface Text {
    String of(int column, double value);
  }

  private static void write(OutputStream out, Rows rows, Text text) throws IOException {
    int across = rows.columns().count();
    double[] values = rows.values();
    Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    lines.append(header(rows.columns().names())).append('\n');
    for (int i = 0; i < values.length; i++) {
      lines.append(text.of(i % across, values[i])).append(i % across == across - 1 ? '\n' : ',');
    }
    lines.flush();
  }

  private static String header(List<String> names) {
    return names.stream().map(CsvWriter::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String name) {
    boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
