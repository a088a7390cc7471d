package rivulet.measure.ood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;

/** What becomes of images: a function of seed and index, with what each name promises. */
final class AlterationContractTest {
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;
  private static final int PLANE = HEIGHT * WIDTH;
  private static final int COUNT = 20;

  /** Value 10p + c + n: tells where it came from. */
  private static ImageSet images() {
    byte[] pixels = new byte[COUNT * CHANNELS * PLANE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (10 * (i % PLANE) + i / PLANE % CHANNELS + i / (CHANNELS * PLANE));
    }
    return ImageSets.of("made", CHANNELS, HEIGHT, WIDTH, pixels);
  }

  private static byte[] image(ImageSet set, int index) {
    byte[] pixels = new byte[set.imageBytes()];
    set.read(index, pixels);
    return pixels;
  }

  private static ImageSet altered(String how, long seed) {
    return AlteredImages.of(images(), Alteration.parse(how), seed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shuffle:pixels", "shuffle:patches:2", "constant", "noise", "contrast:0.5"})
  void isAFunctionOfSeedAndIndex(String how) {
    ImageSet whole = altered(how, 1);
    assertEquals(how, whole.name());
    assertEquals(how, Alteration.parse(how).label());
    ImageSet selected =
        AlteredImages.of(images().select(new long[] {7, 2}), Alteration.parse(how), 1);
    assertArrayEquals(image(whole, 7), image(selected, 0));
    assertArrayEquals(image(whole, 7), image(altered(how, 1), 7));
    assertArrayEquals(image(whole, 7), image(whole.slice(5, 4), 2));
    if (!how.startsWith("contrast")) {
      assertFalse(Arrays.equals(image(whole, 7), image(altered(how, 2), 7)));
    }
    assertFalse(Arrays.equals(image(whole, 7), image(images(), 7)));
  }

  @ParameterizedTest
  @CsvSource({"shuffle:pixels,1", "shuffle:patches:2,2"})
  void patchesKeepWhatIsInThemInAllChannels(String how, int side) {
    TreeSet<Integer> places = new TreeSet<>();
    for (int n = 0; n < COUNT; n++) {
      byte[] before = image(images(), n);
      byte[] after = image(altered(how, 1), n);
      int[] from = new int[PLANE];
      for (int p = 0; p < PLANE; p++) {
        from[p] = (Byte.toUnsignedInt(after[p]) - n) / 10;
        for (int c = 0; c < CHANNELS; c++) {
          assertEquals(before[c * PLANE + from[p]], after[c * PLANE + p]);
        }
      }
      places.add(from[0]);
      assertEquals(PLANE, Arrays.stream(from).distinct().count());
      for (int p = 0; p < PLANE; p++) {
        int corner = p - p / WIDTH % side * WIDTH - p % WIDTH % side;
        assertEquals(p - corner, from[p] - from[corner]);
        assertEquals(0, from[corner] / WIDTH % side + from[corner] % WIDTH % side);
      }
    }
    assertTrue(places.size() > 2, places.toString());
  }

  @Test
  void oneLargePatchChangesNothing() {
    ImageSet square =
        ImageSets.of(
            "square", 1, 4, 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    Alteration whole = Alteration.parse("shuffle:patches:4");
    assertArrayEquals(image(square, 0), image(AlteredImages.of(square, whole, 3), 0));
  }

  @Test
  void constantsHaveOneValueInEachChannel() {
    TreeSet<Byte> values = new TreeSet<>();
    for (int n = 0; n < COUNT; n++) {
      byte[] image = image(altered("constant", 1), n);
      for (int i = 0; i < image.length; i++) {
        assertEquals(image[i - i % PLANE], image[i]);
      }
      values.add(image[0]);
      values.add(image[PLANE]);
    }
    assertTrue(values.size() > COUNT, values.toString());
  }

  /** 1,440 values: mean 127.5 within four errors of 73.9/√1440. */
  @Test
  void noiseIsUniform() {
    double sum = 0;
    TreeSet<Byte> values = new TreeSet<>();
    for (int n = 0; n < COUNT; n++) {
      for (byte value : image(altered("noise", 1), n)) {
        sum += Byte.toUnsignedInt(value);
        values.add(value);
      }
    }
    assertEquals(127.5, sum / (COUNT * CHANNELS * PLANE), 7.8);
    assertTrue(values.size() > 240, values.size() + " values");
  }

  @Test
  void contrastMovesValuesAboutTheMean() {
    ImageSet four = ImageSets.of("four", 1, 2, 2, new byte[] {0, 40, 100, (byte) 200});
    assertArrayEquals(
        new byte[] {43, 63, 93, (byte) 143},
        image(AlteredImages.of(four, Alteration.parse("contrast:0.5"), 1), 0));
    assertArrayEquals(
        new byte[] {0, 0, 115, (byte) 255},
        image(AlteredImages.of(four, Alteration.parse("contrast:2"), 1), 0));
    assertArrayEquals(
        image(four, 0), image(AlteredImages.of(four, Alteration.parse("contrast:1"), 1), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shuffle",
        "shuffle:",
        "shuffle:rows",
        "shuffle:patches",
        "shuffle:patches:0",
        "shuffle:patches:x",
        "constant:1",
        "noise:",
        "contrast",
        "contrast:-1",
        "contrast:NaN",
        "contrast:Infinity",
        ""
      })
  void refusesOtherNames(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Alteration.parse(text)).getMessage();
    assertEquals(
        "alteration: found '"
            + text
            + "', there are shuffle:pixels, shuffle:patches:SIDE, constant, noise or"
            + " contrast:FACTOR; choose one",
        message);
  }

  @Test
  void refusesPatchesThatDoNotFit() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> altered("shuffle:patches:4", 1))
            .getMessage();
    assertEquals(
        "alteration: patches of side 4 asked, images are 4x6; choose a side that divides both",
        message);
  }
}
