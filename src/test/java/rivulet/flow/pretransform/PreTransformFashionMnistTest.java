package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import rivulet.flow.spline.RationalQuadraticSpline;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * The pre-transform alone as a model of the bundled images: three levels, fitted on the training
 * images, scored on the test images with N(0,1) and no flow (docs/mathematics.md, section 2).
 */
class PreTransformFashionMnistTest {
  private static final WaveletPyramid PYRAMID =
      new WaveletPyramid(Wavelet.UNIMODULAR, 1, 28, 28, 3);

  private static byte[][] training;
  private static byte[][] test;

  @BeforeAll
  static void read() throws IOException {
    training = images("train-images-idx3-ubyte.gz", 6000);
    test = images("t10k-images-idx3-ubyte.gz", 1000);
  }

  @Test
  void bitsPerDimOfLogitAndAffine(TestReporter reporter) {
    double bits = bitsPerDim(fit("logit,affine"), reporter);
    assertEquals(7.42, bits, 0.02);
  }

  @Test
  void bitsPerDimOfCdf(TestReporter reporter) {
    List<PreTransformChain> chains = fit("cdf");
    double bits = bitsPerDim(chains, reporter);
    assertTrue(bits <= 5.3, "cdf: " + bits + " bits/dim");
    assertTrue(bits > 5.0, "cdf scores better than its own entropy: " + bits);
    for (int level = 0; level < 3; level++) {
      Cdf cdf = (Cdf) chains.get(level).stages().getFirst();
      for (RationalQuadraticSpline spline : cdf.splines()) {
        checkSlopes(level, spline, reporter);
      }
    }
  }

  private static void checkSlopes(
      int level, RationalQuadraticSpline spline, TestReporter reporter) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0.0;
    double jump = 1.0;
    double[] slopes = spline.slopes();
    for (int k = 0; k < slopes.length; k++) {
      least = Math.min(least, slopes[k]);
      most = Math.max(most, slopes[k]);
      if (k > 0) {
        double ratio = slopes[k] / slopes[k - 1];
        jump = Math.max(jump, Math.max(ratio, 1.0 / ratio));
      }
    }
    reporter.publishEntry(
        "level " + level, "slopes %.3g to %.3g, largest jump %.2f".formatted(least, most, jump));
    // The spike of black pixels is 2,000 times denser than the rest: the map cannot be flatter.
    assertTrue(most / least < (level == 0 ? 4000.0 : 500.0), "slopes " + least + " to " + most);
    assertTrue(jump < 12.0, "neighbouring slopes differ by a factor of " + jump);
  }

  private static List<PreTransformChain> fit(String text) {
    PreTransformRecipe recipe = PreTransformRecipe.parse(text);
    return IntStream.range(0, 3)
        .mapToObj(level -> recipe.fit(level, data(training, 0, level)))
        .toList();
  }

  private static PreTransformFit data(byte[][] images, int first, int level) {
    PyramidCoefficients scratch = PYRAMID.newCoefficients();
    double[] pixels = new double[PYRAMID.size()];
    PreTransformFit.Source source =
        (image, values) -> {
          analyse(images[image], first + image, pixels, scratch);
          System.arraycopy(scratch.data(level), 0, values, 0, values.length);
        };
    return new PreTransformFit(
        source, images.length, PYRAMID.shape(level).channels(), PYRAMID.shape(level).pixels());
  }

  private static double bitsPerDim(List<PreTransformChain> chains, TestReporter reporter) {
    PyramidCoefficients scratch = PYRAMID.newCoefficients();
    double[] pixels = new double[PYRAMID.size()];
    double[] logP = new double[3];
    double[] largest = new double[3];
    for (int image = 0; image < test.length; image++) {
      analyse(test[image], 1_000_000 + image, pixels, scratch);
      for (int level = 0; level < 3; level++) {
        double[] z = scratch.data(level);
        int channels = PYRAMID.shape(level).channels();
        logP[level] += chains.get(level).forward(z, 0, channels, PYRAMID.shape(level).pixels());
        for (double value : z) {
          logP[level] -= 0.5 * value * value + 0.5 * StrictMath.log(2.0 * Math.PI);
          largest[level] = Math.max(largest[level], Math.abs(value));
        }
      }
    }
    double sum = logP[0] + logP[1] + logP[2];
    double unit = test.length * PYRAMID.size() * StrictMath.log(2.0);
    double bits = 8.0 - sum / unit;
    reporter.publishEntry(
        "bits/dim",
        "%.4f, by level %.4f %.4f %.4f, largest |z| %.1f %.1f %.1f"
            .formatted(
                bits,
                -logP[0] / unit,
                -logP[1] / unit,
                -logP[2] / unit,
                largest[0],
                largest[1],
                largest[2]));
    return bits;
  }

  private static void analyse(byte[] image, int seed, double[] pixels, PyramidCoefficients into) {
    Random random = new Random(seed);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = ((image[i] & 0xff) + random.nextDouble()) / 256.0;
    }
    PYRAMID.analyse(pixels, 0, into);
  }

  private static byte[][] images(String file, int atMost) throws IOException {
    Path root = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.isDirectory(root.resolve("testdata"))) {
      root = root.getParent();
    }
    Path path = root.resolve("testdata/fashion-mnist").resolve(file);
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(path)))) {
      assertEquals(0x803, in.readInt());
      byte[][] images = new byte[Math.min(atMost, in.readInt())][28 * 28];
      assertEquals(28, in.readInt());
      assertEquals(28, in.readInt());
      for (byte[] image : images) {
        in.readFully(image);
      }
      return images;
    }
  }
}
