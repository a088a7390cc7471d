package rivulet.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.resize.Framing;

/**
 * Images in colour that are made of photographs, which are smaller than those by exact means. Of
 * each photograph that is not trained on, so many images at most are chosen by {@code
 * RandomState(number of its images)} that none outweighs the others; each part is shuffled by
 * {@code RandomState(0)}.
 *
 * @param photographs that it is made of; one too small for a single image is refused
 * @param framing which images a photograph gives
 * @param most images of a photograph that is not trained on
 * @param about it, for people
 * @param results SHA-256 by name
 */
record Photographs(
    List<Photograph> photographs,
    Framing framing,
    int most,
    String about,
    Map<String, String> results)
    implements Recipe {
  private static final int CHANNELS = 3;
  private static final String TRAINING = "train";

  @Override
  public List<String> packages() {
    return photographs.stream().map(each -> each.file().owner()).distinct().toList();
  }

  @Override
  public void make(Path root, Path folder) {
    int side = framing.side();
    for (String part : List.of(TRAINING, "val", "test")) {
      ByteArrayOutputStream pixels = new ByteArrayOutputStream();
      photographs.stream()
          .filter(each -> each.part().equals(part))
          .forEach(each -> add(each, root, pixels));
      ImageSet images = ImageSets.of(part, CHANNELS, side, side, pixels.toByteArray());
      int[] order = NumpyPermutation.of(0, Math.toIntExact(images.count()));
      Recipe.write(images, order, 0, order.length, folder.resolve(part + ".npy"));
    }
  }

  private void add(Photograph photograph, Path root, ByteArrayOutputStream pixels) {
    Path file = photograph.file().in(root);
    ImageSet images = ImageSets.framed(photograph.file().path(), List.of(file), framing);
    byte[] image = new byte[images.imageBytes()];
    for (int index : chosen(photograph, Math.toIntExact(images.count()))) {
      images.read(index, image);
      for (int c = 0; c < CHANNELS; c += images.channels()) { // a grey one is its own three colours
        pixels.writeBytes(image);
      }
    }
  }

  private int[] chosen(Photograph photograph, int images) {
    if (photograph.part().equals(TRAINING)) {
      int[] all = new int[images];
      Arrays.setAll(all, i -> i);
      return all;
    }
    return Arrays.copyOf(NumpyPermutation.of(images, images), Math.min(most, images));
  }
}
