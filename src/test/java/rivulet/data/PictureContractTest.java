package rivulet.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.format.PngWriter;

class PictureContractTest {
  private static final byte[] GREY = SampleFiles.pattern(20);
  private static final byte[] COLOUR = SampleFiles.pattern(60);

  @TempDir Path dir;

  @Test
  void pixelsSurviveARoundTrip() throws IOException {
    Path grey = SampleFiles.png(dir.resolve("g.png"), PngWriter.picture(1, 4, 5, GREY));
    Path colour = SampleFiles.png(dir.resolve("c.png"), PngWriter.picture(3, 4, 5, COLOUR));
    ImageSet one = ImageSets.open(grey);
    assertEquals(1, one.count());
    assertEquals(1, one.channels());
    assertArrayEquals(GREY, SampleFiles.image(one, 0));
    assertArrayEquals(COLOUR, SampleFiles.image(ImageSets.open(colour), 0));
  }

  @Test
  void foldersAreSortedByPathAndOneColourPictureMakesAllColour() throws IOException {
    SampleFiles.png(dir.resolve("b.png"), PngWriter.picture(1, 4, 5, GREY));
    SampleFiles.png(dir.resolve("a/z.PNG"), PngWriter.picture(3, 4, 5, COLOUR));
    SampleFiles.png(dir.resolve(".hidden/x.png"), PngWriter.picture(1, 1, 1, new byte[1]));
    SampleFiles.put(dir.resolve("CREDITS.txt"), "thanks".getBytes(UTF_8));
    ImageSet set = ImageSets.open(dir);
    assertEquals(2, set.count());
    assertEquals(3, set.channels());
    assertArrayEquals(COLOUR, SampleFiles.image(set, 0));
    byte[] repeated = Arrays.copyOf(GREY, 60);
    System.arraycopy(GREY, 0, repeated, 20, 20);
    System.arraycopy(GREY, 0, repeated, 40, 20);
    assertArrayEquals(repeated, SampleFiles.image(set, 1));
  }

  @Test
  void packedBitsArePalettes() throws IOException {
    BufferedImage bits = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.getRaster().setSample(1, 0, 0, 1);
    ImageSet set = ImageSets.open(SampleFiles.png(dir.resolve("bits.png"), bits));
    assertEquals(1, set.channels());
    assertArrayEquals(new byte[] {0, -1, 0}, SampleFiles.image(set, 0));
  }

  @Test
  void jpegIsRead() throws IOException {
    byte[] flat = new byte[16 * 16];
    Arrays.fill(flat, (byte) 200);
    Path file = SampleFiles.put(dir.resolve("flat.jpg"), jpeg(PngWriter.picture(1, 16, 16, flat)));
    assertArrayEquals(flat, SampleFiles.image(ImageSets.open(file), 0));
    byte[] whole = jpeg(PngWriter.picture(1, 64, 64, SampleFiles.pattern(4096)));
    Path cut = SampleFiles.put(dir.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));
    String message = assertThrows(DataException.class, () -> ImageSets.open(cut)).getMessage();
    assertTrue(message.startsWith(cut + ": cannot be decoded ("), message);
  }

  @Test
  void theFirstOddSizeIsNamed() throws IOException {
    Path first = SampleFiles.png(dir.resolve("a.png"), PngWriter.picture(1, 4, 5, GREY));
    Path odd = SampleFiles.png(dir.resolve("b.png"), PngWriter.picture(1, 5, 4, GREY));
    SampleFiles.png(dir.resolve("c.png"), PngWriter.picture(1, 2, 10, GREY));
    refused(
        odd
            + ": is 5x4 (rows x columns), "
            + first
            + " is 4x5: images of a set have one size, crop or resize it or move it away",
        dir);
  }

  @Test
  void opaqueAlphaIsDroppedAndTransparencyRefused() throws IOException {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    for (int p = 0; p < 6; p++) {
      picture.setRGB(p % 3, p / 3, 0xff102030);
    }
    Path file = SampleFiles.png(dir.resolve("alpha.png"), picture);
    assertArrayEquals(
        new byte[] {16, 16, 16, 16, 16, 16, 32, 32, 32, 32, 32, 32, 48, 48, 48, 48, 48, 48},
        SampleFiles.image(ImageSets.open(file), 0));
    picture.setRGB(2, 1, 0xfe102030);
    SampleFiles.png(file, picture);
    refused(
        file
            + ": pixel at row 1, column 2 is transparent: put the picture on a background and save"
            + " it without alpha",
        file);
  }

  @Test
  void sixteenBitsAndForeignContentAreRefused() throws IOException {
    Path deep =
        SampleFiles.png(
            dir.resolve("deep.png"), new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY));
    refused(deep + ": 8 bits per sample are read, file has 16: convert it to 8", deep);
    Path text = SampleFiles.put(dir.resolve("only/text.png"), "no picture".getBytes(UTF_8));
    refused(
        text + ": neither PNG nor JPEG by its first bytes: convert it or move it away",
        text.getParent());
  }

  @Test
  void gridsPlaceImagesWithGaps() {
    ImageSet set = ImageSets.of("s", 1, 1, 2, new byte[] {1, 2, 3, 4, 5, 6});
    BufferedImage montage = new ImageGrid(2, 1, 2).draw(set);
    assertEquals(11, montage.getWidth());
    assertEquals(7, montage.getHeight());
    int g = 96;
    assertArrayEquals(
        new int[] {g, 1, 1, 2, 2, g, 3, 3, 4, 4, g},
        montage.getRaster().getPixels(0, 2, 11, 1, (int[]) null));
    assertArrayEquals(
        new int[] {g, 5, 5, 6, 6, g, g, g, g, g, g},
        montage.getRaster().getPixels(0, 4, 11, 1, (int[]) null));
    assertEquals(new ImageGrid(2, 2, 48), ImageGrid.fitting(set));
  }

  private static byte[] jpeg(BufferedImage picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(picture, "jpeg", out));
    return out.toByteArray();
  }

  private static void refused(String message, Path path) {
    assertEquals(
        message, assertThrows(DataException.class, () -> ImageSets.open(path)).getMessage());
  }
}
