package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.format.PngWriter;

/** Every single-bit fault and every cut of small files: an image set or a DataException. */
class DataFaultTest {
  private static final byte[] PIXELS = SampleFiles.pattern(24);

  @TempDir Path dir;
  private int refused;
  private int accepted;

  @Test
  void idx() throws IOException {
    byte[] file = SampleFiles.idx(PIXELS, 4, 2, 3);
    allFaults(file);
    // Every header bit counts (32 + 96 of them) and every cut; pixels may be anything.
    assertEquals(16 * 8 + file.length, refused);
    assertEquals(PIXELS.length * 8, accepted);
  }

  @Test
  void packedIdx() throws IOException {
    byte[] file = SampleFiles.gzip(SampleFiles.idx(PIXELS, 4, 2, 3));
    allFaults(file);
    // Of the ten header bytes five (time, extra flags, system) carry nothing that is checked.
    assertTrue(accepted <= 8 * 8, accepted + " damaged files accepted");
    assertTrue(refused >= file.length + 8 * (file.length - 10), refused + " refused");
  }

  @Test
  void npy() throws IOException {
    byte[] file = SampleFiles.npy("|u1", "False", "(4, 2, 3)", PIXELS);
    allFaults(file);
    assertTrue(accepted >= PIXELS.length * 8, accepted + " accepted");
    assertTrue(refused >= file.length, refused + " refused");
  }

  @Test
  void png() throws IOException {
    byte[] file = PngWriter.encode(PngWriter.picture(3, 2, 4, PIXELS));
    allFaults(file);
    assertTrue(refused >= file.length / 2, refused + " refused");
  }

  private void allFaults(byte[] file) throws IOException {
    for (int length = 0; length < file.length; length++) {
      attempt(Arrays.copyOf(file, length));
    }
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      attempt(damaged);
    }
  }

  private void attempt(byte[] content) throws IOException {
    Path file = SampleFiles.put(dir.resolve("file"), content);
    try {
      ImageSet set = ImageSets.open(file);
      assertEquals(64, set.sha256().length());
      accepted++;
    } catch (DataException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      refused++;
    }
  }
}
