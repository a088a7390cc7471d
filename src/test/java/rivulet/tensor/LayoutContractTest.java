package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rivulet.tensor.kernel.convolution.ImageBatch;

/** Where scalars lie in memory, and what the values of this room refuse. */
final class LayoutContractTest {

  @Test
  void wideImagesArePaddedNarrowOnesDense() {
    assertEquals(15, new Layout(new Shape(15, 2, 2), 0).channelStride());
    assertEquals(16, new Layout(new Shape(16, 2, 2), 0).channelStride());
    assertEquals(32, new Layout(new Shape(17, 2, 2), 0).channelStride());
    assertEquals(4L * 32 * 2, new Layout(new Shape(17, 2, 2), 0).rowBytes());
  }

  @Test
  void oddExtentsHaveOneMoreBorder() {
    assertEquals(4L * 16 * 6, new Layout(new Shape(16, 4, 4), 1).rowBytes());
    assertEquals(4L * 16 * 8, new Layout(new Shape(16, 4, 5), 1).rowBytes());
    assertEquals(16 * 6 * 8, new Layout(new Shape(16, 5, 4), 1).spanFloats());
  }

  @Test
  void scalarsHavePlacesOfTheirOwnInsideTheImage() {
    for (int channels : new int[] {1, 3, 16, 17}) {
      for (int border = 0; border <= 1; border++) {
        Layout layout = new Layout(new Shape(channels, 3, 4), border);
        Set<Long> places = new HashSet<>();
        for (int c = 0; c < channels; c++) {
          for (int row = -border; row < 3 + border; row++) {
            for (int x = -border; x < 4 + border; x++) {
              long place = layout.offset(c, row, x);
              assertTrue(places.add(place), "place " + place + " twice in " + layout);
              assertTrue(place >= 0 && place + 4 + 60 <= layout.imageBytes(), layout + " " + place);
            }
          }
        }
        assertEquals(layout.origin(), layout.offset(0, 0, 0));
        assertEquals(0, layout.imageBytes() % 64);
      }
    }
  }

  @Test
  void gatherGivesBackWhatScatterWrote() {
    try (Arena arena = Arena.ofShared()) {
      Layout layout = new Layout(new Shape(3, 2, 5), 1);
      double[] planar = new double[32];
      for (int i = 0; i < planar.length; i++) {
        planar[i] = i;
      }
      MemorySegment image = arena.allocate(64 + layout.imageBytes(), 64);
      layout.scatter(planar, 2, image, 64);
      assertEquals(2 + 10 + 5 + 3, image.get(Layout.FLOAT, 64 + layout.offset(1, 1, 3)));
      double[] back = new double[planar.length];
      back[1] = 1;
      layout.gather(image, 64, back, 2);
      assertArrayEquals(planar, back);
    }
  }

  @Test
  void refusals() {
    Shape shape = new Shape(1, 2, 3);
    assertEquals(
        "layout: border must be 0 or 1, found 2",
        refusal(IllegalArgumentException.class, () -> new Layout(shape, 2)));
    assertEquals(
        "shape: every extent must be at least 1, found 0x2x3",
        refusal(IllegalArgumentException.class, () -> new Shape(0, 2, 3)));
    assertEquals(
        "kernel: needs at least one output and input and a size of 1 or 3, found 4x5x2x2",
        refusal(IllegalArgumentException.class, () -> new KernelShape(4, 5, 2)));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(64, 64);
      ImageBatch batch = new ImageBatch(1);
      batch.add(memory, 0, memory, 0);
      assertEquals(
          "image batch: capacity is 1, one more was added",
          refusal(IllegalStateException.class, () -> batch.add(memory, 0, memory, 0)));
    }
  }

  private static String refusal(Class<? extends RuntimeException> type, Runnable call) {
    return assertThrows(type, call::run).getMessage();
  }
}
