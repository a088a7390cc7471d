package rivulet.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;

class NpyWriterContractTest {
  @TempDir Path dir;

  @Test
  void bytesAreReadBackAsImages() {
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1};
    Path file = dir.resolve("a.npy");
    NpyWriter.bytes(file, new long[] {1, 3, 2, 2}, pixels);
    ImageSet set = ImageSets.open(file);
    byte[] image = new byte[12];
    set.read(0, image);
    assertArrayEquals(pixels, image);
  }

  @Test
  void floatsFollowAHeaderOfAMultipleOf64Bytes() throws IOException {
    Path file = dir.resolve("a.npy");
    NpyWriter.floats(file, new long[] {2}, new float[] {1.5f, -2});
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 + 8, bytes.length);
    assertEquals(118, bytes[8]);
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    assertEquals(
        header + " ".repeat(117 - header.length()) + "\n", new String(bytes, 10, 118, US_ASCII));
    ByteBuffer data = ByteBuffer.wrap(bytes, 128, 8).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(1.5f, data.getFloat());
    assertEquals(-2f, data.getFloat());
  }

  @Test
  void shapesMustFit() {
    assertEquals(
        "npy: shape [2, 3] asked, 5 values given",
        assertThrows(
                IllegalArgumentException.class,
                () -> NpyWriter.bytes(dir.resolve("a"), new long[] {2, 3}, new byte[5]))
            .getMessage());
  }
}
