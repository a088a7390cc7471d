package rivulet.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rivulet.data.DataException;

/** Tables of numbers saved by NumPy: float32 or float64, N rows × D columns, in C order. */
public final class NpyNumbers {
  private static final Pattern FLOATS = Pattern.compile("(?<order>[<>])f(?<width>[48])");

  /** Values that are read at most: 1 GiB of float64. */
  private static final long MOST = 1L << 27;

  private NpyNumbers() {}

  /**
   * Reads all rows, plain or gzip.
   *
   * @throws DataException if there is no such table in the file, it is cut short, or a number is
   *     not finite
   */
  public static double[][] read(Path file) {
    try (ByteReader in = ByteReader.open(file)) {
      NpyHeader header = NpyHeader.read(in);
      Matcher type = FLOATS.matcher(header.type());
      List<Long> shape = header.shape();
      if (!type.matches() || header.fortranOrder() || shape.size() != 2) {
        throw new DataException(
            "%s: a table of float32 or float64 in C order is read, array is %s of shape %s%s: save it by numpy.save(name, numpy.ascontiguousarray(a.reshape(len(a), -1), 'f4'))"
                .formatted(
                    file, header.type(), shape, header.fortranOrder() ? " in Fortran order" : ""));
      }
      requireSize(file, shape);
      double[][] rows = new double[shape.get(0).intValue()][shape.get(1).intValue()];
      int width = Integer.parseInt(type.group("width"));
      ByteBuffer row = ByteBuffer.allocate(width * rows[0].length);
      row.order(type.group("order").equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      for (int n = 0; n < rows.length; n++) {
        int got = in.read(row.array(), row.capacity());
        if (got < row.capacity()) {
          throw new DataException(
              "%s: header says %d rows, file holds %d: save it again"
                  .formatted(file, rows.length, n));
        }
        numbers(file, n, row, width, rows[n]);
      }
      if (!in.atEnd()) {
        throw new DataException(
            "%s: header says %d rows, file holds more: save it again".formatted(file, rows.length));
      }
      return rows;
    }
  }

  private static void requireSize(Path file, List<Long> shape) {
    long rows = shape.get(0);
    long columns = shape.get(1);
    if (rows < 1 || columns < 1 || rows > MOST / columns) {
      throw new DataException(
          "%s: array has shape %s; 1 to 2^27 numbers are read: give fewer rows"
              .formatted(file, shape));
    }
  }

  private static void numbers(Path file, int n, ByteBuffer from, int width, double[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = width == 4 ? from.getFloat(4 * i) : from.getDouble(8 * i);
      if (!Double.isFinite(row[i])) {
        throw new DataException(
            "%s: row %d, column %d is %s: numbers must be finite, leave such rows out"
                .formatted(file, n, i, row[i]));
      }
    }
  }
}
