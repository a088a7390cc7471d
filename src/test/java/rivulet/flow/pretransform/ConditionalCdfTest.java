package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Details whose scale is the coarse pixel: narrow where it is dark. */
class ConditionalCdfTest {
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
      details[i] = (0.01 + coarse[i % (channels * PIXELS)]) * random.nextGaussian();
    }
  }

  private static PreTransformChain fit(int channels) {
    double[] other = new double[3 * channels * PIXELS];
    PreTransformFit fit =
        new PreTransformFit(
            (image, level) -> read(image, channels, new double[channels * PIXELS], level),
            IMAGES,
            3 * channels,
            PIXELS);
    PreTransformFit.Coarse pixels =
        new PreTransformFit.Coarse(
            (image, values) -> read(image, channels, values, other), channels, SIDE);
    return PreTransformRecipe.parse("conditional-cdf", 0.05, 16).fit(1, fit, pixels);
  }

  @BeforeEach
  void load() {
    coarse = new double[PIXELS];
    details = new double[3 * PIXELS];
    read(IMAGES + 1, 1, coarse, details);
    chain = fit(1);
  }

  private static ConditionalMap given(PreTransformChain chain, double[] coarse, int channels) {
    ConditionalMap map = chain.newMap(channels, SIDE, SIDE);
    map.condition(coarse);
    return map;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void inverseUndoesForward(int channels) {
    PreTransformChain fitted = fit(channels);
    double[] pixels = new double[channels * PIXELS];
    double[] level = new double[3 * channels * PIXELS];
    read(IMAGES + 1, channels, pixels, level);
    double[] there = level.clone();
    ConditionalMap map = given(fitted, pixels, channels);
    fitted.forward(there, 0, 3 * channels, PIXELS, map);
    fitted.inverse(there, 0, 3 * channels, PIXELS, map);
    assertArrayEquals(level, there, 1e-9);
  }

  @Test
  void logDetIsThatOfDifferenceQuotients() {
    ConditionalMap map = given(chain, coarse, 1);
    double[] up = details.clone();
    double[] down = details.clone();
    double h = 1e-7;
    for (int i = 0; i < details.length; i++) {
      up[i] += h;
      down[i] -= h;
    }
    chain.forward(up, 0, 3, PIXELS, map);
    chain.forward(down, 0, 3, PIXELS, map);
    double expected = 0;
    for (int i = 0; i < details.length; i++) {
      expected += Math.log((up[i] - down[i]) / (2 * h));
    }
    assertEquals(expected, chain.forward(details, 0, 3, PIXELS, map), 1e-3 * PIXELS);
  }

  @Test
  void everyContextIsCarriedToUnitScale() {
    double[] dark = new double[2];
    double[] bright = new double[2];
    for (int image = 0; image < 200; image++) {
      read(IMAGES + 2 + image, 1, coarse, details);
      chain.forward(details, 0, 3, PIXELS, given(chain, coarse, 1));
      for (int i = 0; i < details.length; i++) {
        double[] sum = coarse[i % PIXELS] < 0.05 ? dark : bright;
        sum[0]++;
        sum[1] += details[i] * details[i];
      }
    }
    assertEquals(1, dark[1] / dark[0], 0.1);
    assertEquals(1, bright[1] / bright[0], 0.1);
  }

  @Test
  void storedParametersRebuildTheSameBits() {
    PreTransformChain restored =
        PreTransformRecipe.parse("conditional-cdf", 0.05, 16).restore(1, chain.parameters());
    double[] twin = details.clone();
    ConditionalMap map = given(restored, coarse, 1);
    assertEquals(
        chain.forward(details, 0, 3, PIXELS, given(chain, coarse, 1)),
        restored.forward(twin, 0, 3, PIXELS, map));
    assertArrayEquals(details, twin);
  }

  @Test
  void levelZeroHasAPlainCdf() {
    assertEquals(
        List.of(PreTransformKind.CDF), PreTransformRecipe.parse("conditional-cdf").kindsAt(0));
  }

  @Test
  void comesLastAndAlone() {
    for (String text : List.of("conditional-cdf,affine", "cdf,conditional-cdf")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> PreTransformRecipe.parse(text));
      assertTrue(refused.getMessage().contains("comes last"), refused.getMessage());
    }
  }

  @Test
  void missingContextsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> chain.forward(details, 0, 3, PIXELS));
  }
}
