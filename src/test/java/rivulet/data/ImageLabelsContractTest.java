package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.format.PngWriter;
import rivulet.flow.ImageClasses;

/** Where labels come from, and what is said where there are none. */
final class ImageLabelsContractTest {
  @TempDir Path dir;

  private Path images(String name) throws IOException {
    byte[] file = SampleFiles.npy("|u1", "False", "(3, 2, 2)", SampleFiles.pattern(12));
    return SampleFiles.put(dir.resolve(name), file);
  }

  private void labels(String name, String type, byte[] numbers) throws IOException {
    SampleFiles.put(dir.resolve(name), SampleFiles.npy(type, "False", "(3,)", numbers));
  }

  private static List<Integer> read(ImageSet set) {
    ImageLabels labels = ImageLabels.of(set);
    return List.of(labels.at(0), labels.at(1), labels.at(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"|u1", "<i2", ">i4", "<i8", "<u8"})
  void numpyLabelsLieBesideTheImagesInAnyWholeType(String type) throws IOException {
    int width = type.charAt(2) - '0';
    ByteBuffer numbers = ByteBuffer.allocate(3 * width);
    numbers.order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int label : new int[] {2, 0, 255}) {
      switch (width) {
        case 1 -> numbers.put((byte) label);
        case 2 -> numbers.putShort((short) label);
        case 4 -> numbers.putInt(label);
        default -> numbers.putLong(label);
      }
    }
    labels("set-labels.npy", type, numbers.array());
    ImageSet set = ImageSets.open(images("set.npy"));
    assertEquals(List.of(2, 0, 255), read(set));
    assertEquals(256, ImageLabels.of(set).classes());
  }

  @Test
  void theWordImagesBecomesLabels() throws IOException {
    labels("test-labels.npy", "|u1", new byte[] {1, 1, 0});
    ImageSet set = ImageSets.open(images("test-images.npy"));
    assertEquals(List.of(1, 1, 0), read(set));
    assertEquals(1, ImageLabels.of(set.slice(1, 2)).at(0));
    assertEquals(0, ImageLabels.of(set.slice(1, 2)).at(1));
  }

  @Test
  void numpyLabelsThatDoNotFitAreRefused() throws IOException {
    Path images = images("set.npy");
    labels("set-labels.npy", "<f4", new byte[12]);
    refused(images, "labels must be whole numbers, array is <f4");
    labels("set-labels.npy", "<i2", new byte[] {0, 1, 0, 0, 0, 0});
    refused(images, "label 0 must be 0 to 255, found 256");
    labels("set-labels.npy", "|u1", new byte[2]);
    refused(images, "header says 3 labels, file holds 2");
    labels("set-labels.npy", "|u1", new byte[4]);
    refused(images, "header says 3 labels, file holds more");
    byte[] four = SampleFiles.npy("|u1", "False", "(4,)", new byte[4]);
    SampleFiles.put(dir.resolve("set-labels.npy"), four);
    refused(images, "one label for each of 3 images expected, array has shape [4]");
  }

  @ParameterizedTest
  @CsvSource({
    "|i1, ff, -1",
    "<i2, feff, -2",
    ">i4, ffffff00, -256",
    "<i8, ffffffffffffffff, -1",
    "<u2, 0100ffff, 65535",
    "<u8, ffffffffffffffff, 18446744073709551615",
    ">i2, 0100, 256"
  })
  void numbersOutsideAByteAreNamedAsTheyAre(String type, String bytes, String found)
      throws IOException {
    int width = type.charAt(2) - '0';
    byte[] numbers = new byte[3 * width];
    byte[] wrong = HexFormat.of().parseHex(bytes);
    System.arraycopy(wrong, 0, numbers, numbers.length - wrong.length, wrong.length);
    if (wrong.length > width) {
      numbers[width] = 1;
    }
    Path images = images("set.npy");
    labels("set-labels.npy", type, numbers);
    refused(images, "label 2 must be 0 to 255, found " + found);
  }

  @Test
  void aSignedByteHasNoClass255() {
    Path images = SampleFiles.testdata("cases/labels-int8/images.npy");
    refused(images, "label 4 must be 0 to 255, found -1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"|b1", "|S1", "<U1", "<i3", "|i16", "i"})
  void labelsOfOtherTypesAreRefused(String type) throws IOException {
    labels("set-labels.npy", type, new byte[12]);
    refused(images("set.npy"), "labels must be whole numbers, array is " + type);
  }

  @Test
  void upperCaseEndingsHaveLabelsToo() throws IOException {
    labels("SET-labels.npy", "|u1", new byte[] {1, 0, 1});
    assertEquals(List.of(1, 0, 1), read(ImageSets.open(images("SET.NPY"))));
  }

  private static void refused(Path images, String reason) {
    DataException thrown = assertThrows(DataException.class, () -> ImageSets.open(images));
    assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
  }

  @Test
  void subfoldersAreClassesInOrderOfTheirNames() throws IOException {
    for (String name : List.of("dog/1.png", "cat/2.png", "dog/deep/0.png")) {
      SampleFiles.png(dir.resolve(name), PngWriter.picture(1, 2, 2, SampleFiles.pattern(4)));
    }
    assertEquals(List.of(0, 1, 1), read(ImageSets.open(dir)));
  }

  @Test
  void aPictureOutsideOrOneFolderMakesNoClasses() throws IOException {
    SampleFiles.png(dir.resolve("cat/2.png"), PngWriter.picture(1, 2, 2, SampleFiles.pattern(4)));
    assertEquals(OptionalInt.empty(), ImageSets.open(dir).label(0));
    SampleFiles.png(dir.resolve("dog/2.png"), PngWriter.picture(1, 2, 2, SampleFiles.pattern(4)));
    assertEquals(OptionalInt.of(0), ImageSets.open(dir).label(0));
    SampleFiles.png(dir.resolve("2.png"), PngWriter.picture(1, 2, 2, SampleFiles.pattern(4)));
    assertEquals(OptionalInt.empty(), ImageSets.open(dir).label(0));
  }

  @Test
  void missingAndUnknownLabelsAreNamed() throws IOException {
    ImageSet bare = ImageSets.open(images("bare.npy"));
    DataException none = assertThrows(DataException.class, () -> ImageLabels.of(bare.slice(1, 2)));
    assertTrue(none.getMessage().contains("image 1 has no label"), none.getMessage());
    assertEquals(ImageLabels.NONE, ImageLabels.of(bare, ImageClasses.NONE).at(2));
    ImageSet three = ImageSets.of("three", 1, 1, 1, new byte[3], new byte[] {0, 2, 1});
    DataException unknown =
        assertThrows(DataException.class, () -> ImageLabels.of(three, ImageClasses.numbered(2)));
    assertTrue(unknown.getMessage().contains("has the label 2"), unknown.getMessage());
    assertEquals(3, ImageLabels.of(three).classes());
    assertNotEquals(ImageLabels.of(three).sha256(), ImageLabels.of(three.slice(0, 2)).sha256());
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageSets.of("uneven", 1, 1, 1, new byte[3], new byte[2]));
  }
}
