package rivulet.data.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.NpyLayout;
import rivulet.data.Part;
import rivulet.data.ReadOptions;
import rivulet.data.SampleFiles;

class IdxReaderContractTest {
  private static final byte[] PIXELS = SampleFiles.pattern(4 * 6);

  @TempDir Path dir;

  @Test
  void plainAndPackedHoldTheSame() throws IOException {
    byte[] file = SampleFiles.idx(PIXELS, 4, 2, 3);
    // The names say the opposite of the content: content decides.
    ImageSet plain = ImageSets.open(SampleFiles.put(dir.resolve("plain.gz"), file));
    ImageSet packed = ImageSets.open(SampleFiles.put(dir.resolve("p"), SampleFiles.gzip(file)));
    assertEquals(plain.sha256(), packed.sha256());
    assertEquals(4, plain.count());
    assertEquals(1, plain.channels());
    assertEquals(2, plain.height());
    assertEquals(3, plain.width());
    assertArrayEquals(Arrays.copyOfRange(PIXELS, 6, 12), SampleFiles.image(packed, 1));
    assertEquals(OptionalInt.empty(), plain.label(0));
  }

  @Test
  void fourDimensionsArePlanarChannels() throws IOException {
    ImageSet set = ImageSets.open(put("c", SampleFiles.idx(PIXELS, 2, 3, 2, 2)));
    assertEquals(3, set.channels());
    assertArrayEquals(Arrays.copyOfRange(PIXELS, 12, 24), SampleFiles.image(set, 1));
  }

  @Test
  void channelsMayBeLast() throws IOException {
    Path file = put("l", SampleFiles.idx(new byte[] {1, 11, 21, 2, 12, 22}, 1, 1, 2, 3));
    DataException both = assertThrows(DataException.class, () -> ImageSets.open(file));
    assertTrue(
        both.getMessage().contains("array of shape [1, 1, 2, 3] can be read as NCHW or as NHWC"),
        both.getMessage());
    ReadOptions last = ReadOptions.defaults().withLayout(NpyLayout.NHWC);
    assertArrayEquals(
        new byte[] {1, 2, 11, 12, 21, 22}, SampleFiles.image(ImageSets.open(file, last), 0));
    ImageSet colours = ImageSets.open(put("c", SampleFiles.idx(PIXELS, 1, 2, 4, 3)));
    assertEquals(3, colours.channels());
    assertEquals(PIXELS[3], SampleFiles.image(colours, 0)[1]);
  }

  @Test
  void folderGivesThePartThatWasAskedWithItsLabels() throws IOException {
    put("train-images-idx3-ubyte.gz", SampleFiles.gzip(SampleFiles.idx(PIXELS, 4, 2, 3)));
    put("train-labels-idx1-ubyte.gz", SampleFiles.gzip(labels(7, 0, 255, 3)));
    DataException missing =
        assertThrows(
            DataException.class,
            () -> ImageSets.open(dir, ReadOptions.defaults().withPart(Part.TEST)));
    assertEquals(
        dir
            + ": t10k-images-idx3-ubyte[.gz] asked, the folder holds only the train files: fetch"
            + " the missing ones",
        missing.getMessage());
    put("t10k-images-idx3-ubyte", SampleFiles.idx(PIXELS, 1, 4, 6));
    ImageSet train = ImageSets.open(dir);
    ImageSet test = ImageSets.open(dir, ReadOptions.defaults().withPart(Part.TEST));
    assertEquals(4, train.count());
    assertEquals(OptionalInt.of(255), train.label(2));
    assertEquals(OptionalInt.of(3), train.slice(3, 1).label(0));
    assertEquals(dir.getFileName() + "/train", train.name());
    assertEquals(1, test.count());
    assertEquals(OptionalInt.empty(), test.label(0));
  }

  @ParameterizedTest
  @CsvSource({"-, -, ''", "., ., ''", "., -, ''", "-, ., .gz", "., ., .gz"})
  void aDotMayStandForTheLastDash(String images, String labels, String packing) throws IOException {
    byte[] pixels = SampleFiles.idx(PIXELS, 4, 2, 3);
    byte[] numbers = labels(7, 8, 9, 6);
    for (String part : new String[] {"train", "t10k", "letters-test"}) {
      put(part + "-images" + images + "idx3-ubyte" + packing, pixels);
      put(part + "-labels" + labels + "idx1-ubyte" + packing, numbers);
      ImageSet direct =
          ImageSets.open(dir.resolve(part + "-images" + images + "idx3-ubyte" + packing));
      assertEquals(OptionalInt.of(9), direct.label(2), part);
    }
    for (Part part : Part.values()) {
      ImageSet folder = ImageSets.open(dir, ReadOptions.defaults().withPart(part));
      assertEquals(4, folder.count());
      assertEquals(OptionalInt.of(8), folder.label(1));
    }
  }

  @Test
  void labelsMustMatch() throws IOException {
    Path images = put("x-images-idx3-ubyte", SampleFiles.idx(PIXELS, 4, 2, 3));
    Path labels = put("x-labels-idx1-ubyte", labels(1, 2, 3));
    refused(
        labels
            + ": one label for each of 4 images expected, header says 3 labels: fetch both files"
            + " again or move this one away",
        images);
    put("x-labels-idx1-ubyte", Arrays.copyOf(labels(1, 2, 3, 4), 11));
    refused(labels + ": header says 4 labels, file holds 3: fetch it again", images);
    put("x-labels-idx1-ubyte", Arrays.copyOf(labels(1, 2, 3, 4), 13));
    refused(labels + ": header says 4 labels, file holds more: fetch it again", images);
    refused(
        labels
            + ": images need 3 or 4 dimensions, file has 1: it holds labels, give the images file",
        labels);
    Path none = put("none", SampleFiles.idx(new byte[0]));
    refused(none + ": images need 3 or 4 dimensions, file has 0: give another file", none);
  }

  @Test
  void failuresOfTheSystemAreInWords() throws IOException {
    Path below = put("a", SampleFiles.idx(PIXELS, 4, 2, 3)).resolve("b");
    refused(below + ": cannot be read (Not a directory)", below);
    Path cut = put("cut", new byte[] {0x1f, (byte) 0x8b});
    refused(cut + ": the gzip data is damaged (it ends too early): fetch the file again", cut);
  }

  @Test
  void cutShortFilesSayHowShort() throws IOException {
    byte[] lying = SampleFiles.idx(SampleFiles.pattern(123), 6000, 28, 28);
    for (byte[] content : new byte[][] {lying, SampleFiles.gzip(lying)}) {
      Path file = put("file.gz", content);
      refused(
          file
              + ": header says 6000 images of 28x28 (4704000 bytes), file holds 123 bytes: the"
              + " download is incomplete, fetch it again",
          file);
    }
    byte[] whole = SampleFiles.gzip(SampleFiles.idx(PIXELS, 4, 2, 3));
    Path file = put("cut", Arrays.copyOf(whole, whole.length - 3));
    refused(file + ": the gzip data is cut short before its checksum: fetch the file again", file);
  }

  @Test
  void longerFilesAreRefused() throws IOException {
    byte[] longer = SampleFiles.idx(SampleFiles.pattern(26), 4, 2, 3);
    Path plain = put("plain", longer);
    String said = ": header says 4 images of 2x3 (24 bytes), file holds ";
    String advice = ": it is damaged or of another kind, fetch it again";
    refused(plain + said + "26 bytes" + advice, plain);
    Path packed = put("packed", SampleFiles.gzip(longer));
    refused(packed + said + "more" + advice, packed);
  }

  @Test
  void absurdSizesAreRefusedWithoutAllocating() throws IOException {
    Path file = put("wide", SampleFiles.gzip(SampleFiles.idx(PIXELS, 4, -1, 3)));
    refused(
        file
            + ": header says 1x4294967295x3 (channels x height x width), an image may have 1 to"
            + " 4096 channels, sides of 1 to 65536 and 268435456 bytes in all: the file is damaged"
            + " or holds something else",
        file);
    Path many = put("many", SampleFiles.gzip(SampleFiles.idx(PIXELS, -1, 16384, 16384)));
    String message = assertThrows(DataException.class, () -> ImageSets.open(many)).getMessage();
    assertTrue(
        message.startsWith(many + ": header says 4294967295 images of 16384x16384, memory allows "),
        message);
    Path none = put("none", SampleFiles.idx(new byte[0], 0, 2, 3));
    refused(none + ": header says 0 images: give a file that holds some", none);
  }

  @Test
  void foreignEmptyAndMissingFilesAreRefused() throws IOException {
    Path foreign = put("foreign", "hello, world".getBytes(UTF_8));
    refused(
        foreign
            + ": not an image set by its first bytes: IDX, NPY (plain or gzip), NPZ of"
            + " ImageNet32, an archive of CIFAR, PNG, JPEG or a folder can be read",
        foreign);
    Path empty = put("empty", new byte[0]);
    refused(empty + ": the file is empty: fetch it again", empty);
    refused(dir.resolve("absent") + ": no such file", dir.resolve("absent"));
    Path folder = Files.createDirectory(dir.resolve("bare"));
    refused(
        folder + ": no PNG or JPEG file in this folder: give a folder or file that holds images",
        folder);
    byte[] damaged = SampleFiles.gzip(SampleFiles.idx(PIXELS, 4, 2, 3));
    damaged[damaged.length - 6] ^= 1;
    Path crc = put("crc", damaged);
    refused(crc + ": the gzip data is damaged (Corrupt GZIP trailer): fetch the file again", crc);
  }

  private Path put(String name, byte[] bytes) throws IOException {
    return SampleFiles.put(dir.resolve(name), bytes);
  }

  private static byte[] labels(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return SampleFiles.idx(bytes, values.length);
  }

  private static void refused(String message, Path file) {
    assertEquals(
        message, assertThrows(DataException.class, () -> ImageSets.open(file)).getMessage());
  }
}
