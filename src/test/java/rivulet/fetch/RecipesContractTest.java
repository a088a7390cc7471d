package rivulet.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.SampleFiles;
import rivulet.data.Sha256;
import rivulet.data.format.PngWriter;
import rivulet.data.resize.Filter;
import rivulet.data.resize.Framing;

/** Sets from packages: made of small stand-ins, by programs that play Debian's. */
final class RecipesContractTest {
  private static final int SIDE = 2;
  private static final int MOST = 3;

  @TempDir private Path folder;

  private Photograph photograph(String name, String part, int channels, int height, int width)
      throws IOException {
    byte[] planar = SampleFiles.pattern(channels * height * width);
    byte[] png = PngWriter.encode(PngWriter.picture(channels, height, width, planar));
    SampleFiles.put(folder.resolve("root").resolve(name), png);
    return new Photograph(new SourceFile(Sha256.ofBytes(png), "some-package", name), part, "");
  }

  /** Rows of 2 x 2 tiles of the means over 4 x 4 pixels, tile by tile and planar. */
  private static List<byte[]> tiles(int channels, int height, int width) {
    byte[] planar = SampleFiles.pattern(channels * height * width);
    List<byte[]> tiles = new ArrayList<>();
    for (int y = 0; y + 8 <= height; y += 8) {
      for (int x = 0; x + 8 <= width; x += 8) {
        byte[] tile = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < tile.length; i++) {
          int plane = i / 4 % channels * height * width;
          int sum = 8;
          for (int k = 0; k < 16; k++) {
            int row = y + i % 4 / 2 * 4 + k / 4;
            int column = x + i % 2 * 4 + k % 4;
            sum += Byte.toUnsignedInt(planar[plane + row * width + column]);
          }
          tile[i] = (byte) (sum / 16);
        }
        tiles.add(tile);
      }
    }
    return tiles;
  }

  private void assertTiles(List<byte[]> expected, Path file) {
    ImageSet set = ImageSets.open(file);
    int[] order = NumpyPermutation.of(0, expected.size());
    assertEquals(expected.size(), set.count());
    for (int n = 0; n < order.length; n++) {
      assertArrayEquals(expected.get(order[n]), SampleFiles.image(set, n), file + ": " + n);
    }
  }

  @Test
  void tilesOfPhotographsArePartsOfTheirOwn() throws IOException {
    List<Photograph> all =
        List.of(
            photograph("a.png", "train", 3, 19, 33),
            photograph("b.png", "test", 3, 16, 41),
            photograph("c.png", "train", 1, 9, 17),
            photograph("d.png", "val", 3, 8, 9));
    Photographs recipe =
        new Photographs(all, new Framing.Tiles(SIDE, 4, Filter.BOX), MOST, "", Map.of());
    recipe.make(folder.resolve("root"), folder);
    List<byte[]> train = tiles(3, 19, 33);
    train.addAll(tiles(1, 9, 17));
    assertTiles(train, folder.resolve("train.npy"));
    assertTiles(tiles(3, 8, 9), folder.resolve("val.npy"));
    List<byte[]> test = tiles(3, 16, 41);
    int[] chosen = NumpyPermutation.of(10, 10);
    assertEquals(10, test.size());
    assertTiles(
        List.of(test.get(chosen[0]), test.get(chosen[1]), test.get(chosen[2])),
        folder.resolve("test.npy"));
    assertEquals(List.of("some-package"), recipe.packages());
    new Photographs(all, new Framing.CentreSquare(8, Filter.BOX), MOST, "", Map.of())
        .make(folder.resolve("root"), folder);
    assertEquals(2, ImageSets.open(folder.resolve("train.npy")).count());
    assertEquals(3 * 8 * 8, ImageSets.open(folder.resolve("test.npy")).imageBytes());
  }

  @Test
  void digitsAreCutFromTheirSheet() {
    byte[] sheet = new byte[1000 * 2000];
    for (int i = 0; i < sheet.length; i++) {
      sheet[i] = (byte) (i % 2000 / 20 + 3 * (i / 2000 / 20) + i % 20 * 7 + i / 2000 % 20 * 11 + 1);
    }
    ImageSet sheets = ImageSets.of("sheet", 1, 1000, 2000, sheet);
    assertDigits(sheets, 4, 1);
    assertDigits(sheets, 6, 3);
  }

  private static void assertDigits(ImageSet sheets, int border, int channels) {
    ImageSet digits = new Digits(border, channels, "", Map.of()).cut(sheets);
    int side = 20 + 2 * border;
    assertEquals(5000, digits.count());
    assertEquals(channels * side * side, digits.imageBytes());
    for (int n : new int[] {0, 99, 100, 2345, 4999}) {
      byte[] image = SampleFiles.image(digits, n);
      assertEquals(n / 500, digits.label(n).orElseThrow());
      for (int i = 0; i < image.length; i++) {
        int y = i / side % side - border;
        int x = i % side - border;
        boolean within = y >= 0 && y < 20 && x >= 0 && x < 20;
        int value = n % 100 + 3 * (n / 100) + x * 7 + y * 11 + 1;
        assertEquals(within ? (byte) value : 0, image[i], n + ": " + y + ", " + x);
      }
    }
  }

  /** A font's pictures lie anywhere in it; one that comes twice counts once. */
  @Test
  void emojiAreThePicturesWithinAFont() {
    byte[] one = PngWriter.encode(PngWriter.picture(3, 8, 9, SampleFiles.pattern(216)));
    byte[] two = PngWriter.encode(PngWriter.picture(1, 2, 3, SampleFiles.pattern(6)));
    ByteArrayOutputStream font = new ByteArrayOutputStream();
    for (byte[] part : List.of(new byte[7], one, new byte[] {(byte) 0x89, 'P'}, two, one)) {
      font.writeBytes(part);
    }
    List<byte[]> found = Emoji.pictures(font.toByteArray());
    assertEquals(2, found.size());
    assertArrayEquals(one, found.get(0));
    assertArrayEquals(two, found.get(1));
    byte[] broken = Arrays.copyOf(one, one.length - 9);
    assertEquals(
        "fonts-noto-color-emoji: a picture at byte 0 has no end",
        assertThrows(DataException.class, () -> Emoji.pictures(broken)).getMessage());
  }

  @Test
  void emojiLieOnWhite() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff102030);
    image.setRGB(1, 0, 0x00102030);
    image.setRGB(2, 0, 0x80006480);
    byte[] expected = {
      0x10, (byte) 255, 127, 0x20, (byte) 255, (byte) 177, 0x30, (byte) 255, (byte) 191
    };
    assertArrayEquals(expected, Emoji.onWhite(image));
  }

  @Test
  void theListOfPhotographsIsWhole() {
    List<Photograph> all = Photograph.all();
    assertEquals(46, all.size());
    assertEquals(32, all.stream().filter(each -> each.part().equals("train")).count());
    assertEquals(7, all.stream().filter(each -> each.part().equals("val")).count());
    assertEquals(7, all.stream().filter(each -> each.part().equals("test")).count());
    assertEquals(9, all.stream().filter(Photograph::free).count());
    assertTrue(all.stream().allMatch(each -> each.file().sha256().matches("[0-9a-f]{64}")));
  }

  private String programs(String aptGet, String dpkg) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    program(bin.resolve("apt-get"), aptGet);
    program(bin.resolve("dpkg"), dpkg);
    return bin.toString();
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private String refused(PublishedSet set, String searchPath) {
    Path out = folder.resolve("out");
    String message =
        assertThrows(DataException.class, () -> set.fetch(out, searchPath, _ -> {})).getMessage();
    assertFalse(Files.exists(out), "nothing is written");
    return message;
  }

  @Test
  void packagesAreDownloadedAndUnpacked() throws IOException {
    String apt = "[ $1 = download ] && for p in $2 $3; do echo $p > ${p}_1_all.deb; done";
    String dpkg = "[ $1 = -x ] && /bin/cp $2 $3/";
    Path work = Files.createDirectories(folder.resolve("work"));
    Path root = new DebianPackages(programs(apt, dpkg)).unpacked(List.of("one", "two"), work);
    assertEquals("one\n", Files.readString(root.resolve("one_1_all.deb")));
    assertEquals("two\n", Files.readString(root.resolve("two_1_all.deb")));
  }

  @Test
  void whatCannotBeFetchedIsSaid() throws IOException {
    String missing = refused(PublishedSet.named("digits"), folder.toString());
    assertTrue(missing.startsWith("apt-get: not on this system"), missing);
    assertTrue(missing.contains("opencv-doc"), missing);
    String fails = "echo first; echo 'E: Unable to locate package' >&2; exit 100";
    String said = refused(PublishedSet.named("digits"), programs(fails, "exit 0"));
    assertTrue(said.contains("could not fetch opencv-doc (E: Unable to locate package)"), said);
  }

  @Test
  void otherVersionsOfPackagesAreRefused() throws IOException {
    String empty = refused(PublishedSet.named("wall32-free"), programs("exit 0", "exit 0"));
    assertTrue(empty.startsWith("lomiri-wallpapers-16.04: usr/share/backgrounds/"), empty);
    assertTrue(empty.contains("holds none"), empty);
    String other =
        "/bin/mkdir -p $3/usr/share/doc/opencv-doc/examples/data;"
            + " echo other > $3/usr/share/doc/opencv-doc/examples/data/digits.png";
    String message = refused(PublishedSet.named("digits"), programs("echo > a.deb", other));
    assertTrue(message.contains("of SHA-256 60c91775"), message);
    assertTrue(message.contains("its version is another one"), message);
  }
}
