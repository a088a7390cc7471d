package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.spline.RationalQuadraticSpline;
import rivulet.random.NormalDistribution;

class PreTransformFitTest {

  @Test
  void cdfOfAGaussianIsNearlyTheIdentity() {
    RationalQuadraticSpline spline = gaussian(2000, 100, z -> z).cdf(64).splines().getFirst();
    // Four standard errors √(p(1−p)/n)/φ(z) of a quantile of n = 200,000 values, at z = 3 and 2.
    for (double x = -3.0; x <= 3.0; x += 0.01) {
      assertEquals(x, spline.value(x), 0.074);
    }
    for (double x = -2.0; x <= 2.0; x += 0.01) {
      assertEquals(x, spline.value(x), 0.025);
      assertEquals(1.0, spline.derivative(x), 0.1);
    }
    double[] slopes = spline.slopes();
    assertEquals(1.0, slopes[0], 0.5);
    assertEquals(1.0, slopes[63], 0.5);
  }

  @Test
  void cdfUndoesAKnownMap() {
    PreTransformFit data = gaussian(1000, 100, z -> StrictMath.exp(0.7 * z) - 4.0);
    RationalQuadraticSpline spline = data.cdf(64).splines().getFirst();
    for (double z = -2.5; z <= 2.5; z += 0.05) {
      assertEquals(z, spline.value(StrictMath.exp(0.7 * z) - 4.0), 0.05);
    }
  }

  /** Half of the pixels black: dequantised, a spike of width 1/256 beside a broad part. */
  @Test
  void cdfResolvesASpike() {
    PreTransformFit data =
        source(500, 400, random -> (random.nextBoolean() ? 0 : 256 * random.nextDouble()), 256);
    RationalQuadraticSpline spline = data.cdf(64).splines().getFirst();
    double inside = NormalDistribution.quantile(0.25);
    assertEquals(inside, spline.value(0.5 / 256.0), 0.02);
    double beyond = NormalDistribution.quantile(0.75);
    assertEquals(beyond, spline.value(0.5), 0.02);
    assertTrue(spline.derivative(0.5 / 256.0) > 50.0 * spline.derivative(0.5));
  }

  /** The same without dequantisation: an atom, where half of its mass counts as below. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.95, 0.9999})
  void cdfSurvivesAnAtom(double mass) {
    PreTransformFit data =
        source(100, 1000, random -> random.nextDouble() < mass ? 0.25 : random.nextDouble(), 1.0);
    RationalQuadraticSpline spline = data.cdf(64).splines().getFirst();
    assertEquals(64, spline.knots());
    double left = 0.25 * (1.0 - mass) + 0.5 * mass;
    assertEquals(NormalDistribution.quantile(left), spline.value(0.25), 0.2);
    assertTrue(spline.value(1.0) - spline.value(0.0) > 0.5);
  }

  @Test
  void cdfOfTwoValuesFillsUpTheKnots() {
    PreTransformFit data = source(10, 100, random -> random.nextInt(2), 1.0);
    RationalQuadraticSpline spline = data.cdf(64).splines().getFirst();
    assertEquals(64, spline.knots());
    assertEquals(0.0, spline.value(0.5), 0.1);
    assertEquals(NormalDistribution.quantile(0.25), spline.value(0.0), 0.1);
    assertEquals(NormalDistribution.quantile(0.75), spline.value(1.0), 0.1);
  }

  @Test
  void constantChannelsAreRefusedByName() {
    PreTransformFit data = source(10, 100, random -> 0.1, 1.0);
    String cdf = assertThrows(IllegalArgumentException.class, () -> data.cdf(8)).getMessage();
    assertEquals(
        "cdf: channel 0 is constant or not finite in the training data (0.1 to 0.1); "
            + "leave cdf out",
        cdf);
    String affine = assertThrows(IllegalArgumentException.class, data::affine).getMessage();
    assertTrue(affine.startsWith("affine: channel 0 is constant or not finite"), affine);
    PreTransformFit broken = source(10, 100, random -> Double.NaN, 1.0);
    assertThrows(IllegalArgumentException.class, () -> broken.cdf(8));
    assertThrows(IllegalArgumentException.class, broken::affine);
  }

  @Test
  void tooLittleDataOrRoomIsRefused() {
    PreTransformFit few = gaussian(1, 100, z -> z);
    assertEquals(
        "cdf: 64 knots need at least 128 training values per channel, found 100; "
            + "give more images or ask for fewer knots",
        assertThrows(IllegalArgumentException.class, () -> few.cdf(64)).getMessage());
    assertEquals(32, few.cdf(32).splines().getFirst().knots());
    PreTransformFit far = gaussian(100, 100, z -> 1e6 + 0.1 * z);
    String message = assertThrows(IllegalArgumentException.class, () -> far.cdf(64)).getMessage();
    assertTrue(message.contains("distinct float32 knots, 64 asked"), message);
  }

  @Test
  void affineIsMeanAndDeviation() {
    int images = 300;
    PreTransformFit data =
        new PreTransformFit(
            (image, level) -> {
              Random random = new Random(image);
              for (int i = 0; i < 50; i++) {
                level[i] = 1000.0 + random.nextDouble();
                level[50 + i] = image % 2 == 0 ? -3.0 : 1.0;
              }
            },
            images,
            2,
            50);
    Affine affine = data.affine();
    assertEquals(1000.5, affine.mean()[0], 0.01);
    assertEquals(StrictMath.sqrt(1.0 / 12.0), affine.std()[0], 0.003);
    assertEquals(-1.0, affine.mean()[1]);
    assertEquals(2.0, affine.std()[1]);
  }

  @Test
  void sampleIsBoundedAndEvenlySpread() {
    int pixels = 1000;
    double total = 1000.0 * pixels;
    PreTransformFit data =
        new PreTransformFit(
            (image, level) -> {
              for (int i = 0; i < pixels; i++) {
                level[i] = (image * (double) pixels + i) / total;
              }
            },
            1000,
            1,
            pixels);
    double[] sample = PreTransformFitSample.sorted(data)[0];
    assertEquals(PreTransformFitSample.LIMIT, sample.length);
    for (int i = 0; i < sample.length; i++) {
      assertEquals((i + 0.5) / sample.length, sample[i], 1.0 / sample.length);
    }
  }

  @Test
  void twoFitsAgreeBitForBit() {
    PreTransformFit data = gaussian(100, 64, z -> z * z * z + z);
    assertEquals(data.cdf(32).parameters(), data.cdf(32).parameters());
    assertEquals(data.affine().parameters(), data.affine().parameters());
  }

  private interface Draw {
    double from(Random random);
  }

  private static PreTransformFit gaussian(int images, int pixels, DoubleUnaryOperator map) {
    return source(images, pixels, random -> map.applyAsDouble(random.nextGaussian()), 1.0);
  }

  /** One channel of independent draws; scale 256 adds the dequantisation of 8-bit pixels. */
  private static PreTransformFit source(int images, int pixels, Draw draw, double scale) {
    PreTransformFit.Source source =
        (image, level) -> {
          Random random = new Random(7919L * image + 1);
          for (int i = 0; i < pixels; i++) {
            double value = draw.from(random);
            level[i] = scale == 1.0 ? value : (Math.floor(value) + random.nextDouble()) / scale;
          }
        };
    return new PreTransformFit(source, images, 1, pixels);
  }
}
