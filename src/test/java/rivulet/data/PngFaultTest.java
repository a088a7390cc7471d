package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged PNG files are refused, and every depth of sample is read as it is meant. */
final class PngFaultTest {
  private static final byte[] ROWS = {0, 10, 20, 0, 30, 40};

  @TempDir Path dir;

  private static PngChunks grey() {
    return new PngChunks().header(2, 2, 8, 0);
  }

  private ImageSet read(byte[] file) throws IOException {
    return ImageSets.open(SampleFiles.put(dir.resolve("file.png"), file));
  }

  private void refused(String reason, byte[] file) throws IOException {
    Path path = SampleFiles.put(dir.resolve("file.png"), file);
    String message = assertThrows(DataException.class, () -> ImageSets.open(path)).getMessage();
    String wanted = path + ": cannot be decoded (" + reason + "): the file is damaged";
    assertTrue(message.startsWith(wanted), message);
  }

  @Test
  void aPaletteOfWhichOneBitWasLost() throws IOException {
    Path file = SampleFiles.testdata("cases/png-crc/palette.png");
    String message = assertThrows(DataException.class, () -> ImageSets.open(file)).getMessage();
    assertTrue(message.contains("checksum of chunk PLTE is wrong"), message);
  }

  @Test
  void everyBitBehindTheSignatureCounts() throws IOException {
    byte[] whole = grey().chunk("gAMA", new byte[4]).pixels(ROWS).end();
    assertArrayEquals(new byte[] {10, 20, 30, 40}, SampleFiles.image(read(whole), 0));
    for (int bit = 8 * 8; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Path file = SampleFiles.put(dir.resolve("bit.png"), damaged);
      assertThrows(DataException.class, () -> ImageSets.open(file), "bit " + bit);
    }
    for (int length = 1; length < whole.length; length++) {
      Path file = SampleFiles.put(dir.resolve("cut.png"), Arrays.copyOf(whole, length));
      assertThrows(DataException.class, () -> ImageSets.open(file), "cut to " + length);
    }
  }

  @Test
  void chunksThatAreMissing() throws IOException {
    refused("it ends before its end chunk", grey().pixels(ROWS).bytes());
    refused("pixels are cut short", grey().end());
    refused("chunk IDAT is first", new PngChunks().pixels(ROWS).end());
    refused("chunk IHDR comes again", grey().header(2, 2, 8, 0).pixels(ROWS).end());
    refused(
        "chunk ABCD is not known and must not be left out",
        grey().chunk("ABCD").pixels(ROWS).end());
    byte[] packed = PngChunks.deflated(ROWS);
    byte[] first = Arrays.copyOf(packed, 5);
    byte[] last = Arrays.copyOfRange(packed, 5, packed.length);
    assertEquals(1, read(grey().chunk("IDAT", first).chunk("IDAT", last).end()).count());
    refused("pixels are cut short", grey().chunk("IDAT", first).end());
    byte[] unchecked = Arrays.copyOf(packed, packed.length - 2);
    refused("pixels are cut short", grey().chunk("IDAT", unchecked).end());
    refused("pixels are not compressed as they should be", grey().chunk("IDAT", last).end());
    refused("pixels of 6 bytes expected, found 3", grey().pixels(Arrays.copyOf(ROWS, 3)).end());
    byte[] palette = {0, 0, 0, 9, 9, 9};
    refused(
        "row 0, column 1 has colour 20 of a palette of 2",
        new PngChunks()
            .header(2, 2, 8, 3)
            .chunk("PLTE", palette)
            .pixels(new byte[] {0, 1, 20, 0, 0, 1})
            .end());
  }

  @Test
  void interlacedFilesAreWhole() throws IOException {
    Path file = SampleFiles.testdata("cases/png-crc/interlaced.png");
    // By Pillow 12.3.
    String sha256 = "5b4a1136fda6258141c7e70fb47221726ca85adce64226d5442e8362351e0be2";
    assertEquals(sha256, ImageSets.open(file).sha256());
    byte[] bytes = Files.readAllBytes(file);
    refused("it ends before its end chunk", Arrays.copyOf(bytes, bytes.length - 12));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0xa5, '255 0 255 0 0 255 0 255'",
    "2, 0x1b, '0 85 170 255'",
    "4, 0x3e, '51 238'",
    "8, 0xc8, '200'"
  })
  void greyOfFewBitsFillsTheRange(int depth, int samples, String wanted) throws IOException {
    String[] values = wanted.split(" ", -1);
    byte[] file =
        new PngChunks().header(1, values.length, depth, 0).pixels((byte) 0, (byte) samples).end();
    ImageSet set = read(file);
    assertEquals(1, set.channels());
    byte[] found = SampleFiles.image(set, 0);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Integer.parseInt(values[i]), Byte.toUnsignedInt(found[i]));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0xa5, 1, 0", "2, 0x1b, 2, 2", "4, 0x3e, 14, 1", "8, 0xc8, 200, 0"})
  void aTransparentGreyOfAnyDepthIsRefused(int depth, int samples, int grey, int column)
      throws IOException {
    PngChunks start = new PngChunks().header(1, 8 / depth, depth, 0);
    byte[] file = start.chunk("tRNS", (byte) 0, (byte) grey).pixels((byte) 0, (byte) samples).end();
    Path path = SampleFiles.put(dir.resolve("file.png"), file);
    String message = assertThrows(DataException.class, () -> ImageSets.open(path)).getMessage();
    assertTrue(message.contains("pixel at row 0, column " + column + " is transparent"), message);
  }

  @Test
  void profilesAndGammaAreNotApplied() throws IOException {
    byte[] plain = grey().pixels(ROWS).end();
    byte[] gamma =
        grey().chunk("gAMA", new byte[] {0, 1, (byte) 0x86, (byte) 0xa0}).pixels(ROWS).end();
    assertEquals(read(plain).sha256(), read(gamma).sha256());
  }
}
