package rivulet.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Arrays for NumPy: NPY version 1.0, C order, little-endian, header padded to 64 bytes. */
public final class NpyWriter {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private NpyWriter() {}

  /** Writes float32, whole or not at all. */
  public static void floats(Path file, long[] shape, float[] values) {
    checkShape(shape, values.length);
    write(file, "<f4", shape, TensorSource.of(values));
  }

  /**
   * Writes float32, rounded, whole or not at all.
   *
   * @param rows one for each entry of the first axis
   */
  public static void floats(Path file, long[] shape, double[][] rows) {
    int size = rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / size][i % size];
    }
    floats(file, shape, values);
  }

  /** Writes uint8, whole or not at all. */
  public static void bytes(Path file, long[] shape, byte[] values) {
    checkShape(shape, values.length);
    write(file, "|u1", shape, out -> out.write(values));
  }

  /** Bytes of one entry of the first axis after the other. */
  public interface ByteRows {
    byte[] row(int index);
  }

  /** Writes uint8, whole or not at all, row by row; only one row is held. */
  public static void bytes(Path file, long[] shape, ByteRows rows) {
    write(
        file,
        "|u1",
        shape,
        out ->
            rows(
                shape,
                n -> {
                  byte[] row = rows.row(n);
                  out.write(row);
                  return row.length;
                }));
  }

  /** Numbers of one entry of the first axis after the other. */
  public interface Rows {
    double[] row(int index);
  }

  /** Writes float64, whole or not at all, row by row; only one row is held. */
  public static void doubles(Path file, long[] shape, Rows rows) {
    write(
        file,
        "<f8",
        shape,
        out ->
            rows(
                shape,
                n -> {
                  double[] row = rows.row(n);
                  TensorSource.of(row).writeTo(out);
                  return row.length;
                }));
  }

  /** Writes a row, and says how many values it had. */
  private interface RowWriter {
    int write(int index) throws IOException;
  }

  private static void rows(long[] shape, RowWriter writer) throws IOException {
    long[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    for (int n = 0; n < shape[0]; n++) {
      checkShape(inner, writer.write(n));
    }
  }

  private static void checkShape(long[] shape, int given) {
    if (shape.length > 32 || new TensorShape(shape).elements().orElse(-1) != given) {
      throw new IllegalArgumentException(
          "npy: shape " + Arrays.toString(shape) + " asked, " + given + " values given");
    }
  }

  private static void write(Path file, String type, long[] shape, TensorSource source) {
    AtomicFile.write(
        file,
        out -> {
          writeHeader(out, type, shape);
          source.writeTo(out);
        });
  }

  private static void writeHeader(OutputStream out, String type, long[] shape) throws IOException {
    String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String tuple = shape.length == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + tuple + ", }";
    int before = MAGIC.length + 2;
    int whole = (before + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    int length = whole - before;
    String padded = text + " ".repeat(length - text.length() - 1) + "\n";
    out.write(MAGIC);
    out.write(length & 0xff);
    out.write(length >> 8);
    out.write(padded.getBytes(StandardCharsets.US_ASCII));
  }
}
