package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.spline.LinearShare;

/** Details whose scale is the coarse pixel: narrow where it is dark. */
class InterpolatedCdfTest {
  private static final int SIDE = 7;
  private static final int PIXELS = SIDE * SIDE;
  private static final int IMAGES = 400;

  private double[] coarse;
  private double[] details;
  private PreTransformChain chain;

  private static void read(int image, int channels, double[] coarse, double[] details) {
    Random random = new Random(image);
    for (int i = 0; i < channels * PIXELS; i++) {
      coarse[i] = random.nextDouble() * random.nextDouble();
    }
    for (int i = 0; i < 3 * channels * PIXELS; i++) {
      details[i] = (0.05 + coarse[i % (channels * PIXELS)]) * random.nextGaussian();
    }
  }

  private static PreTransformChain fit(int channels, int images) {
    double[] other = new double[3 * channels * PIXELS];
    PreTransformFit fit =
        new PreTransformFit(
            (image, level) -> read(image, channels, new double[channels * PIXELS], level),
            images,
            3 * channels,
            PIXELS);
    PreTransformFit.Coarse pixels =
        new PreTransformFit.Coarse(
            (image, values) -> read(image, channels, values, other), channels, SIDE);
    return PreTransformRecipe.parse("interpolated-cdf", 0.05, 32).fit(1, fit, pixels);
  }

  @BeforeEach
  void load() {
    coarse = new double[PIXELS];
    details = new double[3 * PIXELS];
    read(IMAGES + 1, 1, coarse, details);
    chain = fit(1, IMAGES);
  }

  private static ConditionalMap given(PreTransformChain chain, double[] coarse, int channels) {
    ConditionalMap map = chain.newMap(channels, SIDE, SIDE);
    map.condition(coarse);
    return map;
  }

  /** With few images there is one node, with more of them 2 × 2 and 8 × 8. */
  @ParameterizedTest
  @CsvSource({"1, 400, 8", "2, 400, 8", "1, 10, 1", "1, 40, 2"})
  void inverseUndoesForward(int channels, int images, int rows) {
    PreTransformChain fitted = fit(channels, images);
    assertEquals(rows, fitted.parameters().get("interpolated.value_nodes").shape()[0]);
    double[] pixels = new double[channels * PIXELS];
    double[] level = new double[3 * channels * PIXELS];
    read(IMAGES + 1, channels, pixels, level);
    double[] there = level.clone();
    ConditionalMap map = given(fitted, pixels, channels);
    fitted.forward(there, 0, 3 * channels, PIXELS, map);
    fitted.inverse(there, 0, 3 * channels, PIXELS, map);
    assertArrayEquals(level, there, 1e-9);
  }

  /** Of deviation d in data, a neighbourhood has d/((1 − λ)·d + λ·s) with s that of all data. */
  @Test
  void everyNeighbourhoodIsCarriedTowardsUnitScale() {
    double[] dark = new double[3];
    double[] bright = new double[3];
    for (int image = 0; image < 200; image++) {
      read(IMAGES + 2 + image, 1, coarse, details);
      double[] raw = details.clone();
      chain.forward(details, 0, 3, PIXELS, given(chain, coarse, 1));
      for (int i = 0; i < details.length; i++) {
        double[] sum = coarse[i % PIXELS] < 0.05 ? dark : bright;
        sum[0]++;
        sum[1] += details[i] * details[i];
        sum[2] += raw[i] * raw[i];
      }
    }
    double all = Math.sqrt((dark[2] + bright[2]) / (dark[0] + bright[0]));
    for (double[] sum : new double[][] {dark, bright}) {
      double deviation = Math.sqrt(sum[2] / sum[0]);
      double share = LinearShare.SHARE;
      double wanted = deviation / ((1 - share) * deviation + share * all);
      assertEquals(1, Math.sqrt(sum[1] / sum[0]) / wanted, 0.1);
    }
  }

  private double logDensity(PreTransformChain fitted) {
    double[] z = details.clone();
    double sum = fitted.forward(z, 0, 3, PIXELS, given(fitted, coarse, 1));
    for (double value : z) {
      sum -= 0.5 * value * value;
    }
    return sum;
  }

  /** Greatest change of ln p from one of many steps of a coarse pixel to the next. */
  private double greatestChange(PreTransformChain fitted, int steps) {
    double greatest = 0;
    double before = 0;
    for (int i = 0; i <= steps; i++) {
      coarse[24] = (double) i / steps;
      double found = logDensity(fitted);
      greatest = i == 0 ? 0 : Math.max(greatest, Math.abs(found - before));
      before = found;
    }
    return greatest;
  }

  @Test
  void isAContinuousFunctionOfTheCoarserImage() {
    double coarsely = greatestChange(chain, 20_000);
    double finely = greatestChange(chain, 40_000);
    assertTrue(finely < 0.55 * coarsely, finely + " against " + coarsely);
  }

  @Test
  void pixelByPixelIsTheSameMap() {
    double[] whole = details.clone();
    ConditionalMap map = given(chain, coarse, 1);
    chain.forward(whole, 0, 3, PIXELS, map);
    double[] pixel = new double[3];
    for (int p = 0; p < PIXELS; p++) {
      for (int c = 0; c < 3; c++) {
        pixel[c] = details[c * PIXELS + p];
      }
      chain.forward(pixel, 0, 3, p, 1, map);
      for (int c = 0; c < 3; c++) {
        assertEquals(whole[c * PIXELS + p], pixel[c]);
      }
    }
  }

  @Test
  void storedParametersRebuildTheSameBits() {
    PreTransformChain restored =
        PreTransformRecipe.parse("interpolated-cdf", 0.05, 32).restore(1, chain.parameters());
    assertEquals(logDensity(chain), logDensity(restored));
    assertEquals(chain.parameters(), restored.parameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"positions", "stretches", "latents", "value_nodes", "activity_nodes"})
  void aMissingOrMisshapenArrayIsRefused(String name) {
    PreTransformRecipe recipe = PreTransformRecipe.parse("interpolated-cdf", 0.05, 32);
    Map<String, PreTransformArray> parameters = new TreeMap<>(chain.parameters());
    parameters.remove("interpolated." + name);
    assertThrows(IllegalArgumentException.class, () -> recipe.restore(1, parameters));
    parameters.put("interpolated." + name, PreTransformArray.of(new double[7], 7));
    assertThrows(IllegalArgumentException.class, () -> recipe.restore(1, parameters));
  }

  /** A coarser image of one pixel has no neighbours, and one shade has no order. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tiesOfValueAndActivityArePooled(boolean oneShade) {
    PreTransformFit fit =
        new PreTransformFit(
            (image, level) -> {
              Random random = new Random(image);
              for (int i = 0; i < 3; i++) {
                level[i] = random.nextGaussian();
              }
            },
            100_000,
            3,
            1);
    PreTransformFit.Coarse pixel =
        new PreTransformFit.Coarse(
            (image, values) -> values[0] = oneShade ? 0.5 : (image % 3) / 2.0, 1, 1);
    PreTransformChain fitted =
        PreTransformRecipe.parse("interpolated-cdf", 0.05, 32).fit(1, fit, pixel);
    ConditionalMap map = fitted.newMap(1, 1, 1);
    for (double shade : new double[] {-0.1, 0, 0.3, 0.5, 0.7, 1, 1.1}) {
      map.condition(new double[] {shade});
      double[] x = {-1, 0, 1.5};
      assertEquals(0, fitted.forward(x, 0, 3, 1, map), 0.2);
      assertArrayEquals(new double[] {-1, 0, 1.5}, x, 0.1);
    }
  }

  /** Many details are exactly 0: knots stay apart and the map strictly monotone. */
  @Test
  void atomsKeepTheMapInvertible() {
    PreTransformFit fit =
        new PreTransformFit(
            (image, level) -> {
              read(image, 1, new double[PIXELS], level);
              for (int i = 0; i < level.length; i += 1 + image % 2) {
                level[i] = 0;
              }
            },
            IMAGES,
            3,
            PIXELS);
    PreTransformFit.Coarse pixels =
        new PreTransformFit.Coarse(
            (image, values) -> read(image, 1, values, new double[3 * PIXELS]), 1, SIDE);
    PreTransformChain fitted =
        PreTransformRecipe.parse("interpolated-cdf", 0.05, 32).fit(1, fit, pixels);
    double[] there = details.clone();
    there[5] = 0;
    ConditionalMap map = given(fitted, coarse, 1);
    assertTrue(Double.isFinite(fitted.forward(there, 0, 3, PIXELS, map)));
    fitted.inverse(there, 0, 3, PIXELS, map);
    details[5] = 0;
    assertArrayEquals(details, there, 1e-9);
  }

  @Test
  void aConstantDetailIsRefused() {
    PreTransformFit fit = new PreTransformFit((image, level) -> {}, IMAGES, 3, PIXELS);
    PreTransformFit.Coarse pixels =
        new PreTransformFit.Coarse(
            (image, values) -> read(image, 1, values, new double[3 * PIXELS]), 1, SIDE);
    PreTransformRecipe recipe = PreTransformRecipe.parse("interpolated-cdf", 0.05, 32);
    String message =
        assertThrows(IllegalArgumentException.class, () -> recipe.fit(1, fit, pixels)).getMessage();
    assertTrue(message.contains("channel 0 is constant"), message);
  }

  @Test
  void levelZeroHasAPlainCdf() {
    assertEquals(
        List.of(PreTransformKind.CDF), PreTransformRecipe.parse("interpolated-cdf").kindsAt(0));
  }

  @Test
  void comesLastAndAlone() {
    for (String text :
        List.of(
            "interpolated-cdf,affine",
            "cdf,interpolated-cdf",
            "conditional-cdf,interpolated-cdf")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> PreTransformRecipe.parse(text));
      assertTrue(refused.getMessage().contains("comes last"), refused.getMessage());
    }
  }

  @Test
  void aMissingCoarserImageIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> chain.forward(details, 0, 3, PIXELS));
  }
}
