package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.format.PngWriter;
import rivulet.data.resize.Filter;
import rivulet.data.resize.Framing;

/** Images of one size from pictures of many. */
final class FramedPicturesContractTest {
  @TempDir Path dir;

  private byte[] picture(String name, int channels, int height, int width) throws IOException {
    byte[] planar = SampleFiles.pattern(channels * height * width);
    SampleFiles.png(dir.resolve(name), PngWriter.picture(channels, height, width, planar));
    return planar;
  }

  @Test
  void tilesArePiecesRowByRowPictureByPicture() throws IOException {
    byte[] first = picture("a.png", 3, 5, 7);
    byte[] second = picture("b.png", 1, 2, 3);
    ImageSet set = ImageSets.framed(dir, new Framing.Tiles(2, 1, Filter.BOX));
    assertEquals(2 * 3 + 1, set.count());
    assertEquals(3, set.channels());
    for (int tile : new int[] {6, 0, 5, 3, 1}) {
      byte[] image = SampleFiles.image(set, tile);
      for (int i = 0; i < 12; i++) {
        int c = i / 4;
        int y = i % 4 / 2;
        int x = i % 2;
        byte expected =
            tile == 6
                ? second[y * 3 + x]
                : first[c * 35 + (tile / 3 * 2 + y) * 7 + tile % 3 * 2 + x];
        assertEquals(expected, image[i], tile + ": " + i);
      }
    }
    assertFalse(set.label(0).isPresent());
  }

  @Test
  void pictureMadeSmallerThenCut() throws IOException {
    picture("a.png", 1, 13, 19);
    ImageSet whole = ImageSets.open(dir.resolve("a.png"));
    ImageSet set = ImageSets.framed(dir, new Framing.Tiles(2, 3, Filter.BOX));
    assertEquals(2 * 3, set.count());
    byte[] pixels = SampleFiles.image(whole, 0);
    byte[] image = SampleFiles.image(set, 4); // rows 2 and 3, columns 2 and 3
    for (int i = 0; i < 4; i++) {
      int sum = 0;
      for (int k = 0; k < 9; k++) {
        int y = (2 + i / 2) * 3 + k / 3;
        int x = (2 + i % 2) * 3 + k % 3;
        sum += Byte.toUnsignedInt(pixels[y * 19 + x]);
      }
      assertEquals((2 * sum + 9) / 18, Byte.toUnsignedInt(image[i]), "pixel " + i);
    }
  }

  @Test
  void everyTileHasTheClassOfItsPicture() throws IOException {
    picture("x/1.png", 1, 4, 4);
    picture("y/1.png", 1, 2, 4);
    ImageSet set = ImageSets.framed(dir, new Framing.Tiles(2, 1, Filter.BOX));
    assertEquals(List.of("x", "y"), set.classNames());
    assertEquals(6, set.count());
    for (int i = 0; i < 6; i++) {
      assertEquals(i < 4 ? 0 : 1, set.label(i).orElseThrow());
    }
    ImageSet squares = ImageSets.framed(dir, new Framing.CentreSquare(2, Filter.BOX));
    assertEquals(2, squares.count());
    assertEquals(1, squares.label(1).orElseThrow());
    assertArrayEquals(
        new byte[] {
          SampleFiles.pattern(8)[1],
          SampleFiles.pattern(8)[2],
          SampleFiles.pattern(8)[5],
          SampleFiles.pattern(8)[6]
        },
        SampleFiles.image(squares, 1));
  }

  @Test
  void allTooSmallPicturesAreCounted() throws IOException {
    picture("a.png", 1, 9, 9);
    picture("b.png", 1, 5, 9);
    picture("c.png", 1, 9, 5);
    DataException refused =
        assertThrows(
            DataException.class, () -> ImageSets.framed(dir, new Framing.Tiles(3, 2, Filter.BOX)));
    String message = refused.getMessage();
    assertTrue(message.contains("2 of 3 pictures have fewer than 6 rows or columns"), message);
    assertTrue(message.contains("b.png, 5x9"), message);
    Framing huge = new Framing.Tiles(3, Integer.MAX_VALUE, Filter.BOX);
    assertTrue(
        assertThrows(DataException.class, () -> ImageSets.framed(dir, huge))
            .getMessage()
            .contains("3 of 3 pictures have fewer than 6442450941 rows or columns"));
  }

  @Test
  void emptyFoldersAreRefused() {
    assertThrows(
        DataException.class, () -> ImageSets.framed(dir, new Framing.CentreSquare(2, Filter.BOX)));
  }
}
