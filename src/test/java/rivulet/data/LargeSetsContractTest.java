package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets that are too large for memory are read where they lie, and give the same images. */
final class LargeSetsContractTest {
  private static final int SIDE = 64;
  private static final int BYTES = 3 * SIDE * SIDE;
  private static final int COUNT = (int) (Pixels.MEMORY_BYTES / BYTES) + 1;

  @TempDir private Path folder;

  /** A file with holes, in which the first and the last image hold something. */
  private Path file(String name, byte[] header, byte[] first, byte[] last) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(header);
      out.write(first);
      out.seek(header.length + (COUNT - 1L) * BYTES);
      out.write(last);
    }
    return file;
  }

  private Path npy(String shape, byte[] first, byte[] last) throws IOException {
    byte[] header = SampleFiles.npy("|u1", "False", "(" + COUNT + shape, new byte[0]);
    return file("large.npy", header, first, last);
  }

  private static byte[] interleaved(byte[] planar) {
    byte[] pixels = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      pixels[i] = planar[i % 3 * SIDE * SIDE + i / 3];
    }
    return pixels;
  }

  private static byte[] other() {
    byte[] planar = SampleFiles.pattern(BYTES + 5);
    return java.util.Arrays.copyOfRange(planar, 5, planar.length);
  }

  private static void assertImages(ImageSet set) {
    assertEquals(COUNT, set.count());
    assertTrue(set instanceof PackedImages images && images.pixels() instanceof PixelFile);
    assertArrayEquals(SampleFiles.pattern(BYTES), SampleFiles.image(set, 0));
    assertArrayEquals(other(), SampleFiles.image(set, COUNT - 1));
    assertArrayEquals(new byte[BYTES], SampleFiles.image(set, COUNT / 2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void arraysOfNumPyStayOnDisk(boolean channelsLast) throws IOException {
    byte[] first = SampleFiles.pattern(BYTES);
    assertImages(
        channelsLast
            ? ImageSets.open(npy(", 64, 64, 3)", interleaved(first), interleaved(other())))
            : ImageSets.open(npy(", 3, 64, 64)", first, other())));
  }

  @Test
  void idxStaysOnDiskAndManyThreadsReadIt() throws IOException {
    byte[] header = SampleFiles.idx(new byte[0], COUNT, 3, SIDE, SIDE);
    ImageSet set = ImageSets.open(file("large-idx", header, SampleFiles.pattern(BYTES), other()));
    IntStream.range(0, 200)
        .parallel()
        .forEach(n -> {
          byte[] expected = n % 2 == 0 ? SampleFiles.pattern(BYTES) : other();
          assertArrayEquals(expected, SampleFiles.image(set, n % 2 == 0 ? 0 : COUNT - 1));
        });
    assertImages(set);
  }

  @Test
  void aFileThatIsCutMeanwhileIsTold() throws IOException {
    Path file = npy(", 3, 64, 64)", other(), other());
    ImageSet set = ImageSets.open(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(Files.size(file) - 1);
    }
    String told =
        assertThrows(DataException.class, () -> SampleFiles.image(set, COUNT - 1)).getMessage();
    assertTrue(told.endsWith("it was changed while it was in use"), told);
  }

  @Test
  void aFileThatIsTooShortIsRefusedAtOnce() throws IOException {
    byte[] header =
        SampleFiles.npy("|u1", "False", "(" + (COUNT + 1) + ", 3, 64, 64)", new byte[0]);
    Path file = file("short.npy", header, other(), other());
    String told = assertThrows(DataException.class, () -> ImageSets.open(file)).getMessage();
    assertTrue(told.contains("the download is incomplete"), told);
  }

  @Test
  void picturesThatStayInTheirFilesAreThoseInMemory() throws IOException {
    for (int n = 0; n < 3; n++) {
      BufferedImage picture = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 20; i++) {
        picture.setRGB(i % 5, i / 5, (n + 1) * 7919 * i);
      }
      ImageIO.write(picture, "png", folder.resolve(n + ".png").toFile());
    }
    ImageSet inMemory = ImageSets.open(folder);
    List<Path> files = IntStream.range(0, 3).mapToObj(n -> folder.resolve(n + ".png")).toList();
    ImageShape shape = ImageShape.of("pictures", 3, 4, 5);
    ImageSet left =
        new PackedImages("pictures", shape, 3, new PictureFiles(shape, files), new byte[0]);
    assertEquals(inMemory.sha256(), left.sha256());
    assertEquals(inMemory.turned(1), left.turned(1));
  }
}
