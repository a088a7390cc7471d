package rivulet.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageSetContractTest {
  private static final byte[] PIXELS = SampleFiles.pattern(10 * 3 * 4 * 5);
  private final ImageSet set = ImageSets.of("ten", 3, 4, 5, PIXELS);

  @Test
  void readsPlanarImages() {
    assertEquals(10, set.count());
    assertEquals(60, set.imageBytes());
    assertEquals(8, set.bits());
    assertArrayEquals(Arrays.copyOfRange(PIXELS, 420, 480), SampleFiles.image(set, 7));
  }

  @Test
  void slicesKeepTheirOriginalIndexAlsoWhenNested() {
    ImageSet inner = set.slice(2, 6).slice(3, 2);
    assertEquals(5, inner.originalIndex(0));
    assertEquals(6, inner.originalIndex(1));
    assertArrayEquals(SampleFiles.image(set, 6), SampleFiles.image(inner, 1));
    assertEquals("ten[2:8][3:5]", inner.name());
  }

  @Test
  void selectionsKeepTheirOriginalIndexAndCopyTheirPositions() {
    long[] positions = {3, 0};
    ImageSet chosen = set.slice(4, 6).select(positions);
    positions[0] = 1;
    assertEquals(7, chosen.originalIndex(0));
    assertArrayEquals(SampleFiles.image(set, 4), SampleFiles.image(chosen, 1));
  }

  @Test
  void digestIsOfShapeAndContentOnly() {
    byte[] described = "rivulet images u8 10 3 4 5\n".getBytes(US_ASCII);
    byte[] all = Arrays.copyOf(described, described.length + PIXELS.length);
    System.arraycopy(PIXELS, 0, all, described.length, PIXELS.length);
    assertEquals(Sha256.ofBytes(all), set.sha256());
    assertEquals(set.sha256(), ImageSets.of("other", 3, 4, 5, PIXELS).sha256());
    assertNotEquals(set.sha256(), ImageSets.of("ten", 3, 5, 4, PIXELS).sha256());
    assertNotEquals(set.sha256(), set.slice(0, 9).sha256());
  }

  @Test
  void sha256HasThePublishedValue() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Sha256.ofBytes(new byte[] {'a', 'b', 'c'}));
  }

  @Test
  void blocksHoldManyImages() {
    byte[] pixels = SampleFiles.pattern(11 * 1024 * 1024);
    ImageSet large = ImageSets.of("large", 1, 1024, 1024, pixels);
    for (int i = 0; i < 11; i++) {
      assertArrayEquals(
          Arrays.copyOfRange(pixels, i << 20, (i + 1) << 20), SampleFiles.image(large, i));
    }
  }

  @Test
  void refusesWhatIsOutside() {
    refused("ten: image 10 asked, the set has 0 to 9", () -> set.read(10, new byte[60]));
    refused("ten: image -1 asked, the set has 0 to 9", () -> set.originalIndex(-1));
    refused("ten[2:4]: image 2 asked, the set has 0 to 1", () -> set.slice(2, 2).label(2));
    refused(
        "ten: an image has 60 bytes, the destination holds 59", () -> set.read(0, new byte[59]));
    refused("ten: slice of 3 images from 8 asked, the set has 10 images", () -> set.slice(8, 3));
    refused("ten: a selection needs at least one image", () -> set.select(new long[0]));
    refused("ten: image 12 asked, the set has 0 to 9", () -> set.select(new long[] {12}));
    refused(
        "odd: images of 60 bytes, 61 bytes given",
        () -> ImageSets.of("odd", 3, 4, 5, new byte[61]));
    String bounds =
        " (channels x height x width), an image may have 1 to 4096 channels, sides of 1 to 65536"
            + " and 268435456 bytes in all";
    refused("images: found 0x2x2" + bounds, () -> ImageSets.of("no", 0, 2, 2, new byte[4]));
    refused(
        "images: found 4096x65536x65536" + bounds,
        () -> ImageSets.of("large", 4096, 65_536, 65_536, new byte[4]));
    refused(
        "images: found 1x2x-2" + bounds,
        () -> ImageSets.of("no", 1, 2, -2, new byte[4], new byte[1]));
  }

  private static void refused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
