package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.SampleFiles;

/** JPEG files of every kind of colour; digests of what Pillow 12.3 (libjpeg-turbo) reads. */
final class JpegColoursGoldenTest {
  private static final int ADOBE_BYTES = 16;

  @TempDir Path dir;

  private static Path file(String name) {
    return SampleFiles.testdata("cases/jpeg-colours/" + name);
  }

  @ParameterizedTest
  @CsvSource({
    "ycbcr.jpg, e9b1efbd41467a5ae8997c3a1dd335cb8aeff7a1632223d6c45ac49fef8f43a0",
    "progressive.jpg, e9b1efbd41467a5ae8997c3a1dd335cb8aeff7a1632223d6c45ac49fef8f43a0",
    "profile.jpg, e9b1efbd41467a5ae8997c3a1dd335cb8aeff7a1632223d6c45ac49fef8f43a0",
    "rgb.jpg, 406952cd495259aa6a9e41816e0c5dd82cfa54c60a171698e454890c9adcf3dd",
    "ids-rgb.jpg, 406952cd495259aa6a9e41816e0c5dd82cfa54c60a171698e454890c9adcf3dd",
    "ids-012.jpg, ecc31dfc0af06324b41fd82770d24c256f12413cb2d4a58b10671046b6301f0e",
    "jfif-ids-rgb.jpg, ecc31dfc0af06324b41fd82770d24c256f12413cb2d4a58b10671046b6301f0e",
    "grey.jpg, 522d973a2d31d6da2519d323142aa51fc1b2e8e57ae42130d529a73fa7af16cc",
    "cmyk.jpg, 7909e920cff6bf8ec3a253c7c3c4733a3c509c62f8fa19031cfdf1a1444f6de0",
    "ycck.jpg, 769dac1a4c9cb536fe927e772d642e3af3def63ff6ca85e9248935ea0f983991"
  })
  void coloursAreThoseOfTheLibraryThatAllOthersUse(String name, String sha256) {
    assertEquals(sha256, ImageSets.open(file(name)).sha256());
  }

  @Test
  void inksAreNotInverted() {
    ImageSet set = ImageSets.open(file("cmyk.jpg"));
    byte[] image = SampleFiles.image(set, 0);
    int plane = set.height() * set.width();
    int[][] wanted = {{5, 5, 180, 196, 191}, {20, 30, 108, 41, 49}};
    for (int[] pixel : wanted) {
      for (int c = 0; c < 3; c++) {
        int found = Byte.toUnsignedInt(image[c * plane + pixel[0] * set.width() + pixel[1]]);
        assertEquals(pixel[2 + c], found, 2, "channel " + c);
      }
    }
  }

  @Test
  void inksThatTheFileDoesNotExplainAreRefused() throws IOException {
    byte[] adobe = Files.readAllBytes(file("cmyk.jpg"));
    ByteArrayOutputStream bare = new ByteArrayOutputStream();
    bare.write(adobe, 0, 2);
    bare.write(adobe, 2 + ADOBE_BYTES, adobe.length - 2 - ADOBE_BYTES);
    Path path = SampleFiles.put(dir.resolve("bare.jpg"), bare.toByteArray());
    String message = assertThrows(DataException.class, () -> ImageSets.open(path)).getMessage();
    assertEquals(
        path + ": JPEG of 4 components does not say which colours they are: convert it to RGB",
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ycbcr.jpg", "progressive.jpg", "ycck.jpg", "grey.jpg"})
  void everyCutIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name));
    for (int length = 3; length < whole.length; length++) {
      Path cut = SampleFiles.put(dir.resolve("cut.jpg"), Arrays.copyOf(whole, length));
      String message = assertThrows(DataException.class, () -> ImageSets.open(cut)).getMessage();
      assertTrue(message.startsWith(cut + ": cannot be decoded ("), message);
    }
  }

  @Test
  void aHoleBetweenTheEndsIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file("cmyk.jpg"));
    ByteArrayOutputStream holed = new ByteArrayOutputStream();
    holed.write(whole, 0, whole.length / 2);
    holed.write(whole, whole.length - 2, 2);
    Path path = SampleFiles.put(dir.resolve("holed.jpg"), holed.toByteArray());
    assertThrows(DataException.class, () -> ImageSets.open(path));
  }
}
