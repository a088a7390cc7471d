package rivulet.check.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.Images;
import rivulet.Requirement;
import rivulet.data.format.SmallestPng;

/** Bits of whole files over values; programs that are there, missing, or fail. */
final class CodecBitsAccuracyTest {
  @TempDir private Path folder;

  private static Images images(int count, int channels) {
    byte[] pixels = new byte[count * channels * 4 * 6];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37 % 251);
    }
    return Images.of(pixels, channels, 4, 6);
  }

  private static List<CodecBits> measured(Images images, String path) {
    return CodecBits.of(images, path, (_, _) -> {});
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,7", "10,10", "19,10", "20,20", "99,90", "100,100", "1000,100"})
  void aMosaicIsWholeRowsOfTen(int images, int filling) {
    assertEquals(filling, CodecBits.measured(images));
  }

  @Test
  void mosaicsHoldEveryPixelInItsPlace() {
    for (int channels : new int[] {1, 3}) {
      Images images = images(25, channels);
      List<Picture> mosaic = Picture.of(images, 0, 20);
      assertEquals(1, mosaic.size());
      Picture picture = mosaic.getFirst();
      assertEquals(8, picture.height());
      assertEquals(60, picture.width());
      for (int i = 0; i < picture.planar().length; i++) {
        int c = i / 480;
        int y = i % 480 / 60;
        int x = i % 60;
        byte pixel = images.image(y / 4 * 10 + x / 6)[c * 24 + y % 4 * 6 + x % 6];
        assertEquals(pixel, picture.planar()[i]);
      }
    }
    Images two = images(3, 2);
    List<Picture> planes = Picture.of(two, 2, 1);
    assertEquals(2, planes.size());
    assertArrayEquals(Arrays.copyOfRange(two.image(2), 24, 48), planes.getLast().planar());
  }

  @Test
  void pngCountsWholeFiles() {
    Images images = images(10, 3);
    CodecBits png = measured(images, "").getFirst();
    byte[] mosaic = Picture.of(images, 0, 10).getFirst().png();
    assertEquals(8.0 * mosaic.length / (10 * 72), png.mosaic());
    double sum = 0;
    for (int n = 0; n < 10; n++) {
      sum += 8.0 * SmallestPng.bytes(3, 4, 6, images.image(n)) / 72;
    }
    assertEquals(sum / 10, png.single(), 1e-12);
    assertTrue(png.standardError() >= 0);
  }

  @Test
  void missingProgramsSayHowToGetThem() {
    List<CodecBits> found = measured(images(10, 1), folder + ":" + folder.resolve("none") + "::");
    assertEquals(List.of("png", "webp", "jpeg_xl"), found.stream().map(CodecBits::name).toList());
    assertEquals("no cwebp on the PATH; Debian: apt install webp", found.get(1).missing().get());
    assertEquals(
        "no cjxl on the PATH; Debian: apt install libjxl-tools", found.get(2).missing().get());
    assertTrue(Double.isNaN(found.get(1).mosaic()));
  }

  /** Programs that write as many bytes as an example of theirs, from the arguments they expect. */
  @Test
  void programsAreGivenPngAndTheirFilesCount() throws IOException {
    program("cwebp", "[ \"$1$2$3$4$6\" = '-quiet-lossless-z9-o' ] && head -c 30 \"$5\" > \"$7\"");
    program("cjxl", "[ \"$1$2$3$4\" = '-d0-e9' ] && head -c 60 \"$5\" > \"$6\"");
    List<Integer> told = new ArrayList<>();
    List<CodecBits> found =
        CodecBits.of(images(10, 1), folder.toString(), (files, _) -> told.add(files));
    assertEquals(8.0 * 30 / 240, found.get(1).mosaic());
    assertEquals(8.0 * 30 / 24, found.get(1).single());
    assertEquals(8.0 * 60 / 24, found.get(2).single());
    assertEquals(33, told.getLast());
    assertEquals(told.stream().sorted().toList(), told);
  }

  @Test
  void aProgramThatFailsIsToldWithItsWord() throws IOException {
    program("cwebp", "echo 'no such option'; exit 3");
    assertEquals(
        "codecs: cwebp ended with 3: no such option",
        assertThrows(IllegalStateException.class, () -> measured(images(1, 1), folder.toString()))
            .getMessage());
  }

  /**
   * Figures that others found for the first hundred test images of Fashion-MNIST as one mosaic: PNG
   * 4.024 by Pillow 12, whose zlib differs; the programs' own for the versions of Debian 12.
   */
  @Test
  void fashionMnistTakesWhatIsKnown() {
    Images images = Images.readTest(Path.of("..", "testdata", "fashion-mnist")).first(100);
    List<CodecBits> found = measured(images, System.getenv("PATH"));
    assertEquals(4.024, found.getFirst().mosaic(), 0.01);
    Requirement.met(
        found.stream().allMatch(codec -> codec.missing().isEmpty()),
        "no cwebp or cjxl on the PATH");
    assertEquals(3.690, found.get(1).mosaic(), 0.02);
    assertEquals(3.242, found.get(2).mosaic(), 0.02);
  }
}
