package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreTransformRecipeTest {
  private static final PreTransformFit DATA =
      new PreTransformFit(
          (image, level) -> {
            Random random = new Random(image);
            for (int i = 0; i < level.length; i++) {
              level[i] = random.nextDouble() * random.nextDouble();
            }
          },
          50,
          3,
          49);

  @Test
  void logitIsForLevelZeroOnly() {
    PreTransformRecipe recipe = PreTransformRecipe.parse(" logit, affine");
    assertEquals(List.of(PreTransformKind.LOGIT, PreTransformKind.AFFINE), recipe.kindsAt(0));
    assertEquals(List.of(PreTransformKind.AFFINE), recipe.kindsAt(2));
    assertEquals(0.05, recipe.alpha());
    assertEquals(List.of(), PreTransformRecipe.parse("logit").kindsAt(1));
    assertEquals(List.of(PreTransformKind.CDF), PreTransformRecipe.parse("cdf").kindsAt(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "logit", "affine", "cdf", "logit,affine", "logit,cdf,affine"})
  void textComesBack(String text) {
    assertEquals(text, PreTransformRecipe.parse(text).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tanh | pre-transform: 'tanh' is unknown; choose one of logit, affine, cdf, atoms,"
            + " conditional-cdf, interpolated-cdf, or a list of them, or none",
        "'' | pre-transform: '' is unknown; choose one of logit, affine, cdf, atoms,"
            + " conditional-cdf, interpolated-cdf, or a list of them, or none",
        "cdf,none | pre-transform: 'none' is unknown; choose one of logit, affine, cdf, atoms,"
            + " conditional-cdf, interpolated-cdf, or a list of them, or none",
        "cdf,cdf | pre-transform: cdf is named twice, name each transform once",
        "affine,logit | pre-transform: logit needs data in [0,1], put it first: logit,affine",
      })
  void errorsSayWhatToDo(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> PreTransformRecipe.parse(text))
            .getMessage());
  }

  @Test
  void numbersAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> PreTransformRecipe.parse("cdf", 0.05, 1));
    assertThrows(IllegalArgumentException.class, () -> PreTransformRecipe.parse("logit", 0.7, 64));
  }

  @ParameterizedTest
  @CsvSource({"logit;affine,0", "logit;affine,1", "cdf,0", "cdf;affine,2", "logit;cdf,0", "none,0"})
  void storedParametersRebuildTheSameBits(String text, int level) {
    PreTransformRecipe recipe = PreTransformRecipe.parse(text.replace(';', ','), 0.01, 16);
    PreTransformChain fitted = recipe.fit(level, DATA);
    SortedMap<String, PreTransformArray> stored = fitted.parameters();
    PreTransformChain restored = recipe.restore(level, stored);
    assertEquals(stored, restored.parameters());

    double[] x = new double[147];
    DATA.source().read(3, x);
    double[] original = x.clone();
    double[] twin = x.clone();
    assertEquals(fitted.forward(x, 0, 3, 49), restored.forward(twin, 0, 3, 49));
    assertArrayEquals(x, twin);
    restored.inverse(x, 0, 3, 49);
    assertArrayEquals(original, x, 1e-12);
  }

  @Test
  void eachStageIsMeasuredOnWhatTheStageBeforeGives() {
    PreTransformChain chain = PreTransformRecipe.parse("logit,affine").fit(0, DATA);
    double[] x = new double[147];
    double sum = 0.0;
    double squares = 0.0;
    for (int image = 0; image < 50; image++) {
      DATA.source().read(image, x);
      chain.forward(x, 0, 3, 49);
      for (int i = 0; i < 49; i++) {
        sum += x[i];
        squares += x[i] * x[i];
      }
    }
    assertEquals(0.0, sum / (50 * 49), 1e-6);
    assertEquals(1.0, squares / (50 * 49), 1e-6);
  }

  @Test
  void missingParametersAreNamed() {
    PreTransformRecipe recipe = PreTransformRecipe.parse("affine");
    assertEquals(
        "pre-transform: parameter 'affine.mean' with 1 sides is needed, found none of that name",
        assertThrows(IllegalArgumentException.class, () -> recipe.restore(0, Map.of()))
            .getMessage());
    PreTransformArray flat = new PreTransformArray(new int[] {2}, new float[] {1f, 2f});
    assertThrows(
        IllegalArgumentException.class,
        () ->
            PreTransformRecipe.parse("cdf")
                .restore(0, Map.of("cdf.positions", flat, "cdf.values", flat, "cdf.slopes", flat)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PreTransformArray(new int[] {2, 2}, new float[3]));
  }
}
