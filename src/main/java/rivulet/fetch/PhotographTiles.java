package rivulet.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.resize.Filter;
import rivulet.data.resize.Framing;

/**
 * Colour tiles of photographs, which are made four times smaller by exact means and cut without
 * overlap. Of each photograph that is not trained on, so many tiles at most are chosen by {@code
 * RandomState(number of its tiles)} that none outweighs the others; each part is shuffled by {@code
 * RandomState(0)}.
 *
 * @param photographs that it is made of
 * @param side rows and columns of a tile
 * @param most tiles of a photograph that is not trained on
 * @param about it, for people
 * @param results SHA-256 by name
 */
record PhotographTiles(
    List<Photograph> photographs, int side, int most, String about, Map<String, String> results)
    implements Recipe {
  private static final int SHRINK = 4;
  private static final int CHANNELS = 3;
  private static final String TRAINING = "train";

  @Override
  public List<String> packages() {
    return photographs.stream().map(each -> each.file().owner()).distinct().toList();
  }

  @Override
  public void make(Path root, Path folder) {
    for (String part : List.of(TRAINING, "val", "test")) {
      ByteArrayOutputStream pixels = new ByteArrayOutputStream();
      photographs.stream()
          .filter(each -> each.part().equals(part))
          .forEach(each -> add(each, root, pixels));
      ImageSet tiles = ImageSets.of(part, CHANNELS, side, side, pixels.toByteArray());
      int[] order = NumpyPermutation.of(0, Math.toIntExact(tiles.count()));
      Recipe.write(tiles, order, 0, order.length, folder.resolve(part + ".npy"));
    }
  }

  private void add(Photograph photograph, Path root, ByteArrayOutputStream pixels) {
    Path file = photograph.file().in(root);
    Framing framing = new Framing.Tiles(side, SHRINK, Filter.BOX);
    ImageSet tiles = ImageSets.framed(photograph.file().path(), List.of(file), framing);
    byte[] tile = new byte[tiles.imageBytes()];
    for (int index : chosen(photograph, Math.toIntExact(tiles.count()))) {
      tiles.read(index, tile);
      for (int c = 0; c < CHANNELS; c += tiles.channels()) { // a grey one is its own three colours
        pixels.writeBytes(tile);
      }
    }
  }

  private int[] chosen(Photograph photograph, int tiles) {
    if (photograph.part().equals(TRAINING)) {
      int[] all = new int[tiles];
      Arrays.setAll(all, i -> i);
      return all;
    }
    return Arrays.copyOf(NumpyPermutation.of(tiles, tiles), Math.min(most, tiles));
  }
}
