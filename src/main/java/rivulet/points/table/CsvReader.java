package rivulet.points.table;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rivulet.data.DataException;

/**
 * Reads a table of numbers from comma-separated UTF-8 text ({@link CsvRecords}). The first line
 * names the columns if none of its fields is a number.
 */
public final class CsvReader {
  private final Path file;
  private Optional<Columns> columns = Optional.empty();
  private double[] values = new double[1024];
  private int count;

  private CsvReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a whole file.
   *
   * @throws DataException if it cannot be read or is no table of finite numbers, with line and
   *     column
   */
  public static Rows read(Path file) {
    return new CsvReader(file).rows();
  }

  private Rows rows() {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      CsvRecords records = new CsvRecords(text);
      for (Optional<CsvRecords.Line> next = records.next();
          next.isPresent();
          next = records.next()) {
        add(next.get());
      }
    } catch (CsvRecords.Malformed e) {
      throw new DataException("csv: " + file + ", " + e.getMessage(), e);
    } catch (MalformedInputException e) {
      throw new DataException("csv: " + file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new DataException("csv: " + file + ": no such file", e);
    } catch (IOException e) {
      throw new DataException("csv: cannot read " + file + ": " + e.getMessage(), e);
    }
    if (count == 0) {
      throw new DataException("csv: " + file + " has no rows");
    }
    return new Rows(
        file.getFileName().toString(), columns.orElseThrow(), Arrays.copyOf(values, count));
  }

  private void add(CsvRecords.Line line) {
    if (columns.isEmpty()) {
      columns = Optional.of(columns(line));
      if (columns.get().named()) {
        return;
      }
    }
    int across = columns.get().count();
    if (line.fields().size() != across) {
      throw wrong(
          line, "has " + line.fields().size() + " fields, the lines before it have " + across);
    }
    for (int c = 0; c < across; c++) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value(line, c);
    }
  }

  private Columns columns(CsvRecords.Line first) {
    List<String> fields = first.fields();
    try {
      return fields.stream().noneMatch(CsvReader::isNumber)
          ? Columns.named(fields)
          : Columns.numbered(fields.size());
    } catch (IllegalArgumentException e) {
      throw wrong(first, e.getMessage(), e);
    }
  }

  private static boolean isNumber(String field) {
    try {
      parse(field);
      return true;
    } catch (NumberFormatException e) {
      return notFinite(field);
    }
  }

  /** What Java alone takes for a number, 1d or 0x1p3, is none in a table. */
  private static double parse(String field) {
    if (field.isEmpty() || Character.isLetter(field.charAt(field.length() - 1))) {
      throw new NumberFormatException(field);
    }
    double value = Double.parseDouble(field);
    if (field.length() > 2 && (field.contains("x") || field.contains("X"))) {
      throw new NumberFormatException(field);
    }
    return value;
  }

  /** Nobody names a column that. */
  private static boolean notFinite(String field) {
    return field.matches("(?i)[+-]?(nan|inf|infinity)");
  }

  private double value(CsvRecords.Line line, int column) {
    String field = line.fields().get(column);
    try {
      double value = parse(field);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      if (!notFinite(field)) {
        String found = field.isEmpty() ? " is empty" : " is '" + field + "'";
        throw wrong(line, name(column) + found + "; a number is needed" + advice(line, field), e);
      }
    }
    throw wrong(line, name(column) + " is " + field + ", not finite");
  }

  private String advice(CsvRecords.Line line, String field) {
    if (field.contains(";") || field.contains("\t")) {
      return ", and a comma between columns";
    }
    return line.line() == 1 && !columns.orElseThrow().named()
        ? " (line 1 would name the columns if none of its fields were a number)"
        : "";
  }

  private String name(int column) {
    Columns all = columns.orElseThrow();
    return (all.named() ? "column " : "") + all.names().get(column);
  }

  private DataException wrong(CsvRecords.Line line, String what) {
    return new DataException(place(line) + what);
  }

  private DataException wrong(CsvRecords.Line line, String what, Throwable cause) {
    return new DataException(place(line) + what, cause);
  }

  private String place(CsvRecords.Line line) {
    return "csv: " + file + ", line " + line.line() + ": ";
  }
}
