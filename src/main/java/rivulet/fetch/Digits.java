package rivulet.fetch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;

/**
 * Handwritten digits of OpenCV's sample data: a sheet of 50 rows of 100 digits of 20 x 20 pixels,
 * five rows of each digit; padded with black and shuffled by {@code RandomState(0)}.
 *
 * @param border black rows and columns on each side
 * @param channels 1, or 3 equal ones
 * @param about them, for people
 * @param results SHA-256 by name
 */
record Digits(int border, int channels, String about, Map<String, String> results)
    implements Recipe {
  private static final String PACKAGE = "opencv-doc";
  private static final SourceFile SHEET =
      new SourceFile(
          "60c917758ef97cc090f35cd8e293e4de691ef942847da0ff80dedab33d57c662",
          PACKAGE,
          "usr/share/doc/opencv-doc/examples/data/digits.png");

  private static final int COUNT = 5000;
  private static final int ROW = 100;
  private static final int SIDE = 20;
  private static final int PER_DIGIT = 500;

  @Override
  public List<String> packages() {
    return List.of(PACKAGE);
  }

  @Override
  public void make(Path root, Path folder) {
    ImageSet digits = cut(ImageSets.open(SHEET.in(root)));
    int[] order = NumpyPermutation.of(0, COUNT);
    Recipe.write(digits, order, 0, 4000, folder.resolve("train.npy"));
    Recipe.write(digits, order, 4000, 4400, folder.resolve("val.npy"));
    Recipe.write(digits, order, 4400, COUNT, folder.resolve("test.npy"));
  }

  /** The digits of a sheet, row by row, with the digit as label. */
  ImageSet cut(ImageSet sheet) {
    int padded = SIDE + 2 * border;
    int plane = padded * padded;
    byte[] pixels = new byte[sheet.imageBytes()];
    sheet.read(0, pixels);
    byte[] digits = new byte[COUNT * channels * plane];
    byte[] labels = new byte[COUNT];
    for (int n = 0; n < COUNT; n++) {
      labels[n] = (byte) (n / PER_DIGIT);
      for (int y = 0; y < SIDE; y++) {
        int from = (n / ROW * SIDE + y) * ROW * SIDE + n % ROW * SIDE;
        int to = n * channels * plane + (border + y) * padded + border;
        for (int c = 0; c < channels; c++) {
          System.arraycopy(pixels, from, digits, to + c * plane, SIDE);
        }
      }
    }
    return ImageSets.of("digits", channels, padded, padded, digits, labels);
  }
}
