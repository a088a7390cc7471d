package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformFit;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * ln p of images under pyramid and pre-transforms alone, in float64: its gradient by pixels, and
 * whether the gradient's average is the derivative of the average.
 */
class PreTransformGradientTest {
  private static final double STEP = 1e-6;

  /** Relative to the largest entry. */
  private static final double GRADIENTS = 1e-6;

  private final List<LevelData> levels = new ArrayList<>();
  private ModelSpec spec;
  private AnalysedImage analysed;

  private void model(int channels, String preTransform) {
    spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, channels, 8, 12, 3),
            Networks.of(List.of(4), LayerKind.CONCAT, Activation.SOFTPLUS),
            PreTransformRecipe.parse(preTransform, 0.05, 24));
    List<LevelParameters> parameters = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      parameters.add(
          new LevelParameters(
              chain(level), LevelParameters.initial(spec.field(level), 1, 3, level, false)));
    }
    FlowModel model = new FlowModel(spec, parameters);
    analysed = new AnalysedImage(model);
    for (int level = 0; level < spec.levels(); level++) {
      levels.add(new LevelData(model, level));
    }
  }

  private PreTransformChain chain(int level) {
    PyramidCoefficients coefficients = spec.pyramid().newCoefficients();
    PreTransformFit.Source data =
        (n, values) -> {
          spec.pyramid().analyse(image(n), 0, coefficients);
          System.arraycopy(coefficients.data(level), 0, values, 0, values.length);
        };
    PreTransformFit.Source coarser =
        (n, values) -> {
          spec.pyramid().analyse(image(n), 0, coefficients);
          System.arraycopy(coefficients.condition(level), 0, values, 0, values.length);
        };
    Shape shape = spec.state(level);
    return spec.preTransform()
        .fit(
            level,
            new PreTransformFit(data, 1000, shape.channels(), shape.pixels()),
            new PreTransformFit.Coarse(coarser, spec.pyramid().channels(), shape.width()));
  }

  /** A shade and what differs from it, by more where it is bright. */
  private double[] image(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] image = new double[spec.dimensions()];
    double shade = random.nextDouble();
    for (int i = 0; i < image.length; i++) {
      shade = random.nextInt(8) == 0 ? random.nextDouble() : shade;
      image[i] = 0.95 * shade * (1 - 0.3 * random.nextDouble()) + 0.01 * random.nextDouble();
    }
    return image;
  }

  private double logLikelihood(double[] image) {
    double sum = 0;
    for (LevelData level : levels) {
      sum += level.load(analysed.analyse(image));
      for (double z : level.data()) {
        sum -= 0.5 * z * z;
      }
    }
    return sum;
  }

  private double[] gradient(double[] image) {
    PyramidCoefficients cotangents = spec.pyramid().newCoefficients();
    for (int level = 0; level < levels.size(); level++) {
      levels.get(level).load(analysed.analyse(image));
      double[] state = levels.get(level).data().clone();
      for (int i = 0; i < state.length; i++) {
        state[i] = -state[i];
      }
      levels.get(level).pullBack(analysed, state, new double[state.length], cotangents);
    }
    double[] gradient = new double[image.length];
    spec.pyramid().pullBack(cotangents, gradient);
    return gradient;
  }

  @ParameterizedTest
  @CsvSource({
    "1, cdf",
    "1, interpolated-cdf",
    "3, interpolated-cdf",
    "3, 'affine,interpolated-cdf'"
  })
  void gradientIsThatOfCentralDifferences(int channels, String preTransform) {
    model(channels, preTransform);
    for (int n = 0; n < 4; n++) {
      double[] image = image(5000 + n);
      double[] found = gradient(image);
      double largest = Arrays.stream(found).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < image.length; i++) {
        double at = image[i];
        image[i] = at + STEP;
        double up = logLikelihood(image);
        image[i] = at - STEP;
        double down = logLikelihood(image);
        image[i] = at;
        assertEquals((up - down) / (2 * STEP), found[i], GRADIENTS * largest, "pixel " + i);
      }
    }
  }

  /**
   * With noise u ~ U[0,1) of size r on a pixel at θ, d/dθ E ln p(θ + r·u) = (ln p(θ + r) − ln
   * p(θ))/r, and the mean of gradients, by the midpoint rule, is that number if ln p has no jumps
   * between. The difference is told as a part of the mean size of the gradients.
   */
  @ParameterizedTest
  @CsvSource({"cdf, true", "interpolated-cdf, true", "conditional-cdf, false"})
  void meanOfGradientsIsTheDerivativeOfTheMeanUnlessContextsJump(
      String preTransform, boolean unbiased) {
    model(1, preTransform);
    int points = 8000;
    double range = 0.5;
    double worst = 0;
    for (int n = 0; n < 3; n++) {
      double[] image = image(6000 + n);
      int pixel = 29 + n;
      image[pixel] = 0.2;
      double from = logLikelihood(image);
      image[pixel] = 0.2 + range;
      double rise = logLikelihood(image) - from;
      double sum = 0;
      double size = 0;
      for (int i = 0; i < points; i++) {
        image[pixel] = 0.2 + range * (i + 0.5) / points;
        double slope = gradient(image)[pixel] * range / points;
        sum += slope;
        size += Math.abs(slope);
      }
      worst = Math.max(worst, Math.abs(sum - rise) / size);
    }
    assertTrue(unbiased ? worst < 5e-4 : worst > 1e-2, "bias " + worst);
  }
}
