package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.training.Network;
import rivulet.training.Training;

/** Samples on their way: each level's image is the coarse image of what comes after it. */
final class SamplesByLevelAccuracyTest {
  private static final int SIDE = 8;
  private static final int LEVELS = 3;

  @TempDir private Path folder;

  private Model trained(String pixelTransform, String wavelet, int channels) {
    byte[] pixels = new byte[60 * channels * SIDE * SIDE];
    new Random(5).nextBytes(pixels);
    return Training.of(Images.of(pixels, channels, SIDE, SIDE))
        .network(
            Network.usual()
                .levels(LEVELS)
                .hidden(8)
                .wavelet(wavelet)
                .pixelTransform(pixelTransform))
        .updates(2)
        .threads(1)
        .run(folder.resolve(pixelTransform + wavelet), (_, _) -> true)
        .model()
        .orElseThrow();
  }

  private static Samples drawn(Model model, int count) {
    return model.sample(count, Sampling.usual().withThreads(1).withSeed(4));
  }

  /** Means of squares, by loops. */
  private static double[] means(double[] fine, int channels) {
    int half = (int) Math.sqrt(fine.length / (double) channels) / 2;
    double[] means = new double[channels * half * half];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < 2 * half; y++) {
        for (int x = 0; x < 2 * half; x++) {
          double value = fine[(c * 2 * half + y) * 2 * half + x];
          means[(c * half + y / 2) * half + x / 2] += value / 4;
        }
      }
    }
    return means;
  }

  @ParameterizedTest
  @ValueSource(strings = {"unimodular", "haar", "orthonormal"})
  void withoutAPixelTransformTheyAreMeansOfSquares(String wavelet) {
    try (Model model = trained("none", wavelet, 3)) {
      Samples drawn = drawn(model, 2);
      assertEquals(LEVELS, drawn.levels());
      for (int n = 0; n < 2; n++) {
        double[] middle = means(drawn.values()[n], 3);
        assertArrayEquals(middle, drawn.coarser()[1][n], 1e-12);
        assertArrayEquals(means(middle, 3), drawn.coarser()[0][n], 1e-12);
      }
      assertFalse(Arrays.equals(drawn.coarser()[0][0], drawn.coarser()[0][1]));
    }
  }

  @Test
  void withOneTheyAreMeansInItsSpace() {
    try (Model model = Model.open("digits")) {
      Samples drawn = drawn(model, 3);
      for (int n = 0; n < 3; n++) {
        for (int level = 0; level < 2; level++) {
          double[] found = drawn.coarser()[level][n];
          double[] expected = model.coarser(drawn.values()[n], 2 - level);
          assertArrayEquals(expected, found, 1e-9, "level " + level + " of image " + n);
        }
        double[] plain = means(drawn.values()[n], 1);
        assertFalse(
            Arrays.equals(
                Images.rounded(new double[][] {plain}, 1, 14, 14).image(0),
                drawn.level(1).image(n)),
            "means of transformed pixels are no means of pixels");
      }
    }
  }

  @Test
  void imagesOfLevelsAreBytesAndTheLastIsTheImage() {
    try (Model model = trained("none", "unimodular", 1)) {
      Samples drawn = drawn(model, 2);
      assertEquals("1x2x2", drawn.level(0).shape());
      assertEquals("1x4x4", drawn.level(1).shape());
      assertArrayEquals(drawn.images().image(1), drawn.level(2).image(1));
      int expected = (int) Math.clamp(Math.floor(256 * drawn.coarser()[0][1][3]), 0, 255);
      assertEquals(expected, Byte.toUnsignedInt(drawn.level(0).image(1)[3]));
      assertThrows(IllegalArgumentException.class, () -> drawn.level(3));
      assertThrows(IllegalArgumentException.class, () -> drawn.level(-1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void thePictureHasAGridForEachLevelOfOneSize(int channels) throws IOException {
    try (Model model = trained("none", "unimodular", channels)) {
      Samples drawn = drawn(model, 5);
      Path file = folder.resolve("levels.png");
      drawn.writePngByLevel(file);
      BufferedImage picture = ImageIO.read(file.toFile());
      int grid = 2 + 3 * (SIDE * 12 + 2);
      assertEquals(3 * grid + 2 * 12, picture.getWidth());
      assertEquals(2 + 2 * (SIDE * 12 + 2), picture.getHeight());
      for (int level = 0; level < LEVELS; level++) {
        int side = SIDE >> (LEVELS - 1 - level);
        int scale = SIDE * 12 / side;
        byte[] image = drawn.level(level).image(1);
        for (int p = 0; p < side * side; p++) {
          int left = level * (grid + 12) + 2 + SIDE * 12 + 2 + p % side * scale;
          int top = 2 + p / side * scale;
          for (int c = 0; c < channels; c++) {
            int expected = Byte.toUnsignedInt(image[c * side * side + p]);
            assertEquals(expected, picture.getRaster().getSample(left, top, c));
            assertEquals(
                expected, picture.getRaster().getSample(left + scale - 1, top + scale - 1, c));
          }
        }
      }
    }
  }
}
