package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every single-bit fault and every cut of a small file: readable tensors or a StoreException. */
class SafetensorsFaultTest {
  private static final int DATA_BYTES = 8 + 4 + 3;

  @TempDir Path dir;
  private int refused;
  private int accepted;

  @Test
  void everyFaultIsNoticedOrHarmless() throws IOException {
    byte[] file = small();
    for (int length = 0; length < file.length; length++) {
      attempt(Arrays.copyOf(file, length));
    }
    assertEquals(file.length, refused, "every cut is refused");
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      attempt(damaged);
    }
    assertTrue(accepted >= DATA_BYTES * 8, accepted + " accepted");
    assertTrue(refused >= file.length * 4, refused + " refused");
  }

  @Test
  void everyByteValueInTheHeader() throws IOException {
    byte[] file = small();
    for (int at = 0; at < file.length - DATA_BYTES; at++) {
      for (int value : new int[] {0, '"', '{', '}', '[', ']', ',', '9', '-', '\\', 0x7f, 0xff}) {
        byte[] damaged = file.clone();
        damaged[at] = (byte) value;
        attempt(damaged);
      }
    }
    assertTrue(refused > accepted, refused + " refused, " + accepted + " accepted");
  }

  private static byte[] small() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SafetensorsWriter()
        .metadata("k", "v")
        .doubles("d", new long[0], new double[] {0.5})
        .floats("f", new long[] {1, 1}, new float[] {1})
        .bytes("b", new long[] {3}, new byte[] {1, 2, 3})
        .writeTo(out);
    return out.toByteArray();
  }

  private void attempt(byte[] content) throws IOException {
    Path path = Files.write(dir.resolve("file"), content);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (String name : file.names()) {
        assertEquals(file.entry(name).data().byteSize(), file.bytes(name).length);
      }
      accepted++;
    } catch (StoreException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      refused++;
    }
  }
}
