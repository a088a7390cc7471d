package rivulet.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRoundTripTest {
  @TempDir Path dir;

  @Test
  void everyValueComesBack() throws IOException {
    float[] floats = new float[20_000];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i * 0.1f - 7;
    }
    floats[3] = Float.NaN;
    floats[4] = -0.0f;
    double[] doubles = {1.0 / 3, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
    long[] longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE};
    Path file = dir.resolve("m.safetensors");
    new SafetensorsWriter()
        .floats("f", new long[] {2, 10_000}, floats)
        .doubles("d", new long[] {3}, doubles)
        .longs("l", new long[] {1, 3}, longs)
        .bytes("b", new long[] {5}, new byte[] {0, 1, -1, -128, 127})
        .doubles("scalar", new long[0], new double[] {2.5})
        .floats("empty", new long[] {0, 4}, new float[0])
        .metadata("format", "pt")
        .metadata("author \"ü\"\n", "<&>\u2028")
        .write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertEquals(List.of("d", "l", "scalar", "empty", "f", "b"), read.names());
      assertEquals(Map.of("format", "pt", "author \"ü\"\n", "<&>\u2028"), read.metadata());
      assertArrayEquals(floats, read.floats("f"));
      assertArrayEquals(doubles, read.doubles("d"));
      assertArrayEquals(longs, read.longs("l"));
      assertArrayEquals(new long[] {0, 1, 255, 128, 127}, read.longs("b"));
      assertArrayEquals(new byte[] {0, 1, -1, -128, 127}, read.bytes("b"));
      assertArrayEquals(new double[] {2.5}, read.doubles("scalar"));
      assertEquals(0, read.floats("empty").length);
      assertEquals("f F32[2, 10000]", read.entry("f").toString());
      MemorySegment data = read.entry("f").data();
      assertTrue(data.isNative() && data.isReadOnly());
      assertEquals(0, data.address() % 4);
      assertTrue(read.contains("b"));
      assertFalse(read.contains("c"));
    }
  }

  @Test
  void halfPrecisionIsWidenedExactly() throws IOException {
    Path file = dir.resolve("half");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment f16 = arena.allocate(4, 2);
      f16.set(ValueLayout.JAVA_SHORT, 0, (short) 0x3c00);
      f16.set(ValueLayout.JAVA_SHORT, 2, (short) 0xfbff);
      MemorySegment bf16 = arena.allocate(2, 2);
      bf16.set(ValueLayout.JAVA_SHORT, 0, (short) 0xbf80);
      new SafetensorsWriter()
          .segment("f16", ElementType.F16, new long[] {2}, f16)
          .segment("bf16", ElementType.BF16, new long[] {1}, bf16)
          .write(file);
    }
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertArrayEquals(new double[] {1, -65504}, read.doubles("f16"));
      assertArrayEquals(new float[] {-1}, read.floats("bf16"));
    }
  }

  @Test
  void bytesAreFixedAndDoNotDependOnTheOrderOfCalls() throws IOException {
    byte[] one = {7};
    float[] two = {1};
    byte[] forward =
        written(
            new SafetensorsWriter()
                .bytes("a", new long[] {1}, one)
                .floats("b", new long[] {1}, two)
                .metadata("k", "1")
                .metadata("j", "2"));
    byte[] backward =
        written(
            new SafetensorsWriter()
                .metadata("j", "2")
                .metadata("k", "1")
                .floats("b", new long[] {1}, two)
                .bytes("a", new long[] {1}, one));
    assertArrayEquals(forward, backward);
    String header =
        "{\"__metadata__\":{\"j\":\"2\",\"k\":\"1\"},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[4,5]}}";
    int padded = (header.length() + 7) / 8 * 8;
    assertEquals(padded, Byte.toUnsignedInt(forward[0]));
    assertEquals(
        header + " ".repeat(padded - header.length()), new String(forward, 8, padded, UTF_8));
    assertArrayEquals(
        new byte[] {0, 0, (byte) 0x80, 0x3f, 7},
        Arrays.copyOfRange(forward, 8 + padded, forward.length));
  }

  @Test
  void anEmptyFileIsAFile() {
    Path file = dir.resolve("none");
    new SafetensorsWriter().write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertEquals(List.of(), read.names());
      assertEquals(Map.of(), read.metadata());
    }
  }

  @Test
  void aClosedFileGivesNothing() {
    Path file = dir.resolve("m");
    new SafetensorsWriter().bytes("a", new long[] {1}, new byte[1]).write(file);
    SafetensorsFile read = SafetensorsFile.open(file);
    TensorEntry entry = read.entry("a");
    read.close();
    assertThrows(IllegalStateException.class, () -> entry.data().get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void theWriterRefusesWhatItCannotKeep() {
    SafetensorsWriter writer =
        new SafetensorsWriter().bytes("a", new long[] {1}, new byte[1]).metadata("k", "v");
    refused("tensor 'a' is given twice", () -> writer.floats("a", new long[] {1}, new float[1]));
    refused("metadata 'k' is given twice", () -> writer.metadata("k", "w"));
    refused(
        "tensor 'b': F32[2, 3] asked, 20 bytes given",
        () -> writer.floats("b", new long[] {2, 3}, new float[5]));
    refused(
        "tensor 'b': F32[-1, -1] asked, 4 bytes given",
        () -> writer.floats("b", new long[] {-1, -1}, new float[1]));
    refused(
        "'__metadata__' is no name for a tensor: reserved",
        () -> writer.floats("__metadata__", new long[] {1}, new float[1]));
    refused(
        "'x\ud800' has no UTF-8 form: half a surrogate pair", () -> writer.metadata("x\ud800", ""));
  }

  private static byte[] written(SafetensorsWriter writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return out.toByteArray();
  }

  private static void refused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
