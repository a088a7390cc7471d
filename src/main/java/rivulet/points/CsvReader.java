package rivulet.points;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import rivulet.data.DataException;

/**
 * Reads a table of numbers: one row a line, columns separated by commas, blank lines left out. The
 * first line names the columns if one of its fields is not a number.
 */
public final class CsvReader {
  private static final int MOST_COLUMNS = 1024;

  private final Path file;
  private List<String> columns = List.of();
  private double[] values = new double[1024];
  private int count;

  private CsvReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a whole file.
   *
   * @throws DataException if it cannot be read or is no table of finite numbers, with the line
   */
  public static Table read(Path file) {
    return new CsvReader(file).table();
  }

  private Table table() {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          line(line, number);
        }
      }
    } catch (MalformedInputException e) {
      throw new DataException("csv: " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new DataException("csv: cannot read " + file + ": " + e.getMessage(), e);
    }
    if (columns.isEmpty()) {
      throw new DataException("csv: " + file + " has no rows");
    }
    String label = file.getFileName().toString();
    try {
      return new Table(label, columns, Arrays.copyOf(values, count));
    } catch (IllegalArgumentException e) {
      throw new DataException("csv: " + file + ": " + e.getMessage(), e);
    }
  }

  private void line(String line, int number) {
    String[] fields = line.split(",", -1);
    if (columns.isEmpty()) {
      begin(fields, number);
      if (!numbers(fields)) {
        return;
      }
    }
    if (fields.length != columns.size()) {
      throw wrong(
          number, "has " + fields.length + " fields, the lines before it have " + columns.size());
    }
    for (int c = 0; c < fields.length; c++) {
      add(value(fields[c], number, c));
    }
  }

  private void begin(String[] fields, int number) {
    if (fields.length > MOST_COLUMNS) {
      throw wrong(
          number, "has " + fields.length + " fields; at most " + MOST_COLUMNS + " are read");
    }
    boolean named = !numbers(fields);
    String[] names = new String[fields.length];
    for (int c = 0; c < names.length; c++) {
      names[c] = named ? fields[c].strip().replace("\"", "") : "column " + (c + 1);
    }
    columns = List.of(names);
  }

  private static boolean numbers(String[] fields) {
    return Arrays.stream(fields).allMatch(CsvReader::isNumber);
  }

  private static boolean isNumber(String field) {
    try {
      Double.parseDouble(field);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private double value(String field, int number, int column) {
    double value;
    try {
      value = Double.parseDouble(field);
    } catch (NumberFormatException e) {
      String found = field.isBlank() ? "is empty" : "is '" + field.strip() + "'";
      throw wrong(number, "column " + columns.get(column) + " " + found + "; a number is needed");
    }
    if (!Double.isFinite(value)) {
      throw wrong(number, "column " + columns.get(column) + " is " + value + ", not finite");
    }
    return value;
  }

  private void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  private DataException wrong(int number, String what) {
    return new DataException("csv: " + file + ", line " + number + ": " + what);
  }
}
