package rivulet.fetch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.store.NpyImages;

/**
 * Handwritten digits of OpenCV's sample data: a sheet of 50 rows of 100 digits of 20 x 20 pixels,
 * five rows of each digit; padded with black to 28 x 28 and shuffled by {@code RandomState(0)}.
 */
final class Digits implements Recipe {
  private static final String PACKAGE = "opencv-doc";
  private static final SourceFile SHEET =
      new SourceFile(
          "60c917758ef97cc090f35cd8e293e4de691ef942847da0ff80dedab33d57c662",
          PACKAGE,
          "usr/share/doc/opencv-doc/examples/data/digits.png");

  private static final int COUNT = 5000;
  private static final int ROW = 100;
  private static final int SIDE = 20;
  private static final int BORDER = 4;
  private static final int PADDED = SIDE + 2 * BORDER;
  private static final int PER_DIGIT = 500;

  @Override
  public List<String> packages() {
    return List.of(PACKAGE);
  }

  @Override
  public String about() {
    return "4,000 + 400 + 600 grey digits of 28x28; Apache-2.0, OpenCV's sample data";
  }

  @Override
  public Map<String, String> results() {
    return Map.of(
        "train.npy",
        "f3f6685ae42cbbded31a30763217802cf87294bb903e09a5a0d87b9ba254b1d5",
        "val.npy",
        "18b80ac6c95ca98b2abd4e68f88d928212b55090f9d64cb960ee459f56edacf2",
        "test.npy",
        "0ce446844e5094707e8387329fc5d10eff942add53d82c8d39f16a4d6f813b9c");
  }

  @Override
  public void make(Path root, Path folder) {
    ImageSet digits = cut(ImageSets.open(SHEET.in(root)));
    int[] order = NumpyPermutation.of(0, COUNT);
    write(digits, order, 0, 4000, folder.resolve("train.npy"));
    write(digits, order, 4000, 4400, folder.resolve("val.npy"));
    write(digits, order, 4400, COUNT, folder.resolve("test.npy"));
  }

  private static void write(ImageSet digits, int[] order, int from, int to, Path file) {
    long[] chosen = Arrays.stream(order, from, to).asLongStream().toArray();
    new NpyImages(file).write(digits.select(chosen), _ -> {});
  }

  /** The digits of a sheet, row by row, with the digit as label. */
  static ImageSet cut(ImageSet sheet) {
    byte[] pixels = new byte[sheet.imageBytes()];
    sheet.read(0, pixels);
    byte[] digits = new byte[COUNT * PADDED * PADDED];
    byte[] labels = new byte[COUNT];
    for (int n = 0; n < COUNT; n++) {
      labels[n] = (byte) (n / PER_DIGIT);
      for (int y = 0; y < SIDE; y++) {
        int from = (n / ROW * SIDE + y) * ROW * SIDE + n % ROW * SIDE;
        int to = (n * PADDED + BORDER + y) * PADDED + BORDER;
        System.arraycopy(pixels, from, digits, to, SIDE);
      }
    }
    return ImageSets.of("digits", 1, PADDED, PADDED, digits, labels);
  }
}
