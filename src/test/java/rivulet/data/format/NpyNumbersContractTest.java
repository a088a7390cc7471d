package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.DataException;

/** Tables of numbers as NumPy writes them, and what is not one. */
final class NpyNumbersContractTest {
  private static final double[][] ROWS = {{1, -2.5, 3e5}, {0, 0.125, -1e-3}};

  @TempDir private Path folder;

  private static byte[] header(String type, String order, String shape) {
    String text = "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape;
    String padded = text + ", }" + " ".repeat(115 - text.length()) + "\n";
    byte[] bytes = padded.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[10 + bytes.length];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) bytes.length, 0};
    System.arraycopy(magic, 0, all, 0, 10);
    System.arraycopy(bytes, 0, all, 10, bytes.length);
    return all;
  }

  private static byte[] file(String type, double[]... rows) {
    int width = type.charAt(2) - '0';
    byte[] header = header(type, "False", "(" + rows.length + ", 3)");
    ByteBuffer all = ByteBuffer.allocate(header.length + rows.length * 3 * width);
    all.order(type.startsWith("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    all.put(header);
    for (double[] row : rows) {
      for (double value : row) {
        if (width == 4) {
          all.putFloat((float) value);
        } else {
          all.putDouble(value);
        }
      }
    }
    return all.array();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("features.npy"), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", ">f4", "<f8", ">f8"})
  void readsBothWidthsAndOrders(String type) throws IOException {
    double[][] read = NpyNumbers.read(write(file(type, ROWS)));
    double within = type.endsWith("4") ? 1e-7 : 0;
    for (int n = 0; n < ROWS.length; n++) {
      for (int i = 0; i < 3; i++) {
        assertTrue(Math.abs(read[n][i] - ROWS[n][i]) <= within * Math.abs(ROWS[n][i]));
      }
    }
  }

  @Test
  void readsPackedFiles() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(file("<f8", ROWS));
    }
    assertArrayEquals(ROWS, NpyNumbers.read(write(packed.toByteArray())));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersMustBeFinite(double value) throws IOException {
    refused(file("<f4", new double[3], new double[] {0, value, 0}), "row 1, column 1 is " + value);
  }

  @Test
  void filesOfAnotherLengthAreRefused() throws IOException {
    byte[] whole = file("<f8", ROWS);
    refused(Arrays.copyOf(whole, whole.length - 1), "2 rows, file holds 1");
    refused(Arrays.copyOf(whole, whole.length + 1), "file holds more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<i4; False; (2, 3); is <i4 of shape [2, 3]",
        "<f2; False; (2, 3); is <f2",
        "<f4; True; (2, 3); in Fortran order",
        "<f4; False; (6,); shape [6]",
        "<f4; False; (1, 2, 3); shape [1, 2, 3]",
        "<f4; False; (0, 3); 1 to 2^27 numbers",
        "<f4; False; (70000, 70000); 1 to 2^27 numbers"
      })
  void otherArraysAreRefused(String type, String order, String shape, String part)
      throws IOException {
    refused(header(type, order, shape), part);
  }

  private void refused(byte[] bytes, String part) throws IOException {
    Path file = write(bytes);
    var refusal = assertThrows(DataException.class, () -> NpyNumbers.read(file));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }
}
