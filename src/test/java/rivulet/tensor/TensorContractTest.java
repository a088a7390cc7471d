package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A view checks its bounds and keeps planar order. */
class TensorContractTest {
  @Test
  void planarRoundTripLeavesBorderZero() {
    try (Workspace workspace = new Workspace()) {
      Tensor tensor = Tensor.allocate(new Layout(new Shape(3, 5, 4), 1), workspace);
      double[] planar = new double[60];
      for (int i = 0; i < planar.length; i++) {
        planar[i] = i + 0.5;
      }
      tensor.fromPlanar(planar);
      assertArrayEquals(planar, tensor.toPlanar());
      assertEquals(planar[(2 * 5 + 3) * 4 + 1], tensor.get(2, 3, 1));
      double inside = 0;
      double all = 0;
      for (double value : planar) {
        inside += value;
      }
      for (int i = 0; i < tensor.layout().spanFloats(); i++) {
        all += tensor.segment().get(Layout.FLOAT, tensor.offset() + 4L * i);
      }
      assertEquals(inside, all);
    }
  }

  @Test
  void indicesAndSizesAreChecked() {
    try (Workspace workspace = new Workspace()) {
      Tensor tensor = Tensor.allocate(new Layout(new Shape(2, 3, 3), 0), workspace);
      IndexOutOfBoundsException outside =
          assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(2, 0, 0));
      assertEquals("tensor: entry (2, 0, 0) of an image 2x3x3", outside.getMessage());
      IllegalArgumentException length =
          assertThrows(IllegalArgumentException.class, () -> tensor.fromPlanar(new double[17]));
      assertEquals("tensor: 2x3x3 has 18 entries, the array 17", length.getMessage());
      IllegalArgumentException place =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Tensor(tensor.segment(), tensor.segment().byteSize(), tensor.layout()));
      assertEquals(
          "tensor: an image of 2x3x3 takes 72 bytes at offset 192, the segment has 192",
          place.getMessage());
    }
  }
}
