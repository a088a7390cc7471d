package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.PngChunks;
import rivulet.data.SampleFiles;

/** The eight orientations of EXIF, as the standard's figure shows them for "abc/def". */
final class OrientationContractTest {
  @TempDir Path dir;

  /** EXIF data with one unrelated entry before the orientation. */
  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(3);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static PngChunks letters() {
    return new PngChunks().header(2, 3, 8, 0);
  }

  private static final byte[] LETTERS = {0, 'a', 'b', 'c', 0, 'd', 'e', 'f'};

  private ImageSet png(byte[] bytes) throws IOException {
    return ImageSets.open(SampleFiles.put(dir.resolve("file.png"), bytes));
  }

  private static String text(ImageSet set) {
    String letters = new String(SampleFiles.image(set, 0), StandardCharsets.US_ASCII);
    return letters.replaceAll("(.{" + set.width() + "})(?=.)", "$1/");
  }

  @ParameterizedTest
  @CsvSource({
    "1, abc/def", "2, cba/fed", "3, fed/cba", "4, def/abc",
    "5, ad/be/cf", "6, da/eb/fc", "7, fc/eb/da", "8, cf/be/ad",
    "0, abc/def", "9, abc/def"
  })
  void picturesAreTurned(int orientation, String wanted) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] exif = exif(orientation, order);
      ImageSet before = png(letters().chunk("eXIf", exif).pixels(LETTERS).end());
      ImageSet after = png(letters().pixels(LETTERS).chunk("eXIf", exif).end());
      assertEquals(wanted, text(before));
      assertEquals(wanted, text(after));
      assertEquals(!wanted.equals("abc/def"), after.turned(0));
    }
  }

  @Test
  void damagedExifSaysNothing() throws IOException {
    byte[] exif = exif(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < exif.length - 4; length++) {
      byte[] cut = Arrays.copyOf(exif, length);
      ImageSet set = png(letters().chunk("eXIf", cut).pixels(LETTERS).end());
      assertFalse(set.turned(0), "cut to " + length);
    }
  }

  @Test
  void jpegTurnsToo() throws IOException {
    byte[] plain = Files.readAllBytes(SampleFiles.testdata("cases/jpeg-colours/ycbcr.jpg"));
    byte[] exif = exif(6, ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(plain, 0, 2);
    turned.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (2 + 6 + exif.length)});
    turned.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    turned.writeBytes(exif);
    turned.write(plain, 2, plain.length - 2);
    ImageSet stored = ImageSets.open(SampleFiles.put(dir.resolve("a.jpg"), plain));
    ImageSet upright = ImageSets.open(SampleFiles.put(dir.resolve("b.jpg"), turned.toByteArray()));
    assertTrue(upright.turned(0) && upright.slice(0, 1).turned(0));
    assertEquals(stored.height(), upright.width());
    byte[] from = SampleFiles.image(stored, 0);
    byte[] to = SampleFiles.image(upright, 0);
    int h = stored.height();
    int w = stored.width();
    for (int i = 0; i < to.length; i++) {
      int y = i % (h * w) / h;
      int x = i % h;
      assertEquals(from[i / (h * w) * h * w + (h - 1 - x) * w + y], to[i]);
    }
  }
}
