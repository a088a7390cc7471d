package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformFit;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * ln p of images and its gradient by their pixels against the float64 twins of all levels and their
 * central differences, with equal steps and the same probes (docs/mathematics.md sections 2, 4 and
 * 6).
 */
final class ImageGradientTest {
  private static final SolverOptions OPTIONS = SolverOptions.fixed("rk4", 2);
  private static final long SEED = 11;

  /** Small, so that no difference reaches over a knot or edge of a pre-transform. */
  private static final double STEP = 1e-5;

  /** Knots of an atom's cell lie 3e-5 apart. */
  private static final double ATOM_STEP = 1e-7;

  /** Relative to the largest entry; float32 in the product. */
  private static final double GRADIENTS = 2e-5;

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(1, 1, LayerKind.CONCAT, "logit", ConditionKind.RAW, 0, "none"),
        Arguments.of(3, 1, LayerKind.CONCATSQUASH, "none", ConditionKind.RAW, 2, "none"),
        Arguments.of(1, 2, LayerKind.CONCAT, "logit,affine", ConditionKind.RAW, 0, "none"),
        Arguments.of(3, 2, LayerKind.CONCATSQUASH, "cdf", ConditionKind.LOG, 2, "none"),
        Arguments.of(1, 3, LayerKind.CONCAT, "conditional-cdf", ConditionKind.LOG, 2, "none"),
        Arguments.of(3, 3, LayerKind.CONCAT, "conditional-cdf", ConditionKind.RAW, 0, "none"),
        Arguments.of(1, 3, LayerKind.CONCAT, "interpolated-cdf", ConditionKind.LOG, 2, "none"),
        Arguments.of(
            3, 3, LayerKind.CONCAT, "affine,interpolated-cdf", ConditionKind.RAW, 0, "none"),
        Arguments.of(1, 3, LayerKind.CONCAT, "interpolated-cdf", ConditionKind.LOG, 0, "atoms"),
        Arguments.of(1, 2, LayerKind.CONCAT, "none", ConditionKind.RAW, 0, "logit"),
        Arguments.of(3, 2, LayerKind.CONCATSQUASH, "cdf", ConditionKind.RAW, 2, "cdf"),
        Arguments.of(1, 1, LayerKind.CONCAT, "affine", ConditionKind.RAW, 0, "cdf,affine"),
        Arguments.of(3, 3, LayerKind.CONCAT, "affine", ConditionKind.RAW, 0, "logit,affine"),
        Arguments.of(1, 3, LayerKind.CONCAT, "conditional-cdf", ConditionKind.LOG, 2, "atoms"),
        Arguments.of(3, 2, LayerKind.CONCAT, "logit", ConditionKind.LOG, 0, "atoms"),
        Arguments.of(3, 1, LayerKind.CONCAT, "none", ConditionKind.RAW, 0, "atoms,affine"));
  }

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithCentralDifferencesInFloat64(
      int channels,
      int levels,
      LayerKind layer,
      String preTransform,
      ConditionKind condition,
      int classes,
      String pixelTransform) {
    FlowModel model =
        model(channels, levels, layer, preTransform, condition, classes, pixelTransform);
    int label = classes == 0 ? ModelSpec.NO_LABEL : 1;
    double[] image = image(model.spec(), 1007);
    double[] gradient = new double[image.length];
    try (MultiResolutionFlow flow = byInputs(model)) {
      ImageGradient found = gradient(flow, 1);
      found.load(0, image, label, SEED, 2, 5);
      found.solve(1);
      found.gradient(0, gradient);
      double expected = twin(model, label).of(image);
      double scale = Math.max(1, Math.abs(expected));
      assertEquals(expected, found.logLikelihood(0), 1e-5 * scale, "log p");
    }
    double step = pixelTransform.startsWith("atoms") ? ATOM_STEP : STEP;
    double[] expected = differences(twin(model, label), image, step);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < image.length; i++) {
      assertEquals(expected[i], gradient[i], GRADIENTS * largest, "pixel " + i);
    }
  }

  /** Neither companions nor residuals that did not fit into memory change a bit. */
  @Test
  void bitsDoNotDependOnTheGroupNorOnTheTape() {
    FlowModel model = model(1, 3, LayerKind.CONCAT, "logit", ConditionKind.LOG, 0, "atoms");
    double[][] alone = new double[3][model.spec().dimensions()];
    try (MultiResolutionFlow flow = byInputs(model)) {
      ImageGradient one = gradient(flow, 0);
      for (int n = 0; n < 3; n++) {
        one.load(0, image(model.spec(), n), ModelSpec.NO_LABEL, SEED, 0, n);
        one.solve(1);
        one.gradient(0, alone[n]);
      }
      ImageGradient group = gradient(flow, 1 << 22);
      for (int n = 0; n < 3; n++) {
        group.load(n, image(model.spec(), n), ModelSpec.NO_LABEL, SEED, 0, n);
      }
      group.solve(3);
      double[] found = new double[model.spec().dimensions()];
      for (int n = 0; n < 3; n++) {
        group.gradient(n, found);
        assertArrayEquals(alone[n], found, "image " + n);
      }
    }
  }

  @Test
  void aFlowLoadedForWeightsIsRefused() {
    FlowModel model = model(1, 1, LayerKind.CONCAT, "none", ConditionKind.RAW, 0, "none");
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, true, Tuning.DEFAULT)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> gradient(flow, 1)).getMessage();
      assertEquals("image gradient: the flow must be loaded for gradients by inputs", message);
    }
  }

  private ImageGradient gradient(MultiResolutionFlow flow, long tape) {
    return new ImageGradient(flow, OPTIONS, ProbeKind.RADEMACHER, 3, tape, workspace);
  }

  private static MultiResolutionFlow byInputs(FlowModel model) {
    return new MultiResolutionFlow(
        model, Divergence.hutchinson(), Differentiation.BY_INPUTS, Tuning.DEFAULT);
  }

  private static FlowModel model(
      int channels,
      int levels,
      LayerKind layer,
      String preTransform,
      ConditionKind condition,
      int classes,
      String pixelTransform) {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(
                Wavelet.UNIMODULAR, channels, levels == 3 ? 8 : 4, levels == 3 ? 4 : 6, levels),
            new Networks(
                List.of(List.of(4, 4)),
                layer,
                Activation.SOFTPLUS,
                classes > 0,
                classes > 0 ? 1 : 0),
            2,
            PreTransformRecipe.parse(preTransform, 0.05, 6),
            condition,
            ImageClasses.numbered(classes),
            PreTransformRecipe.parse(pixelTransform, 0.05, 6));
    PreTransformChain pixels = pixelTransform(spec);
    List<LevelParameters> parameters = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      parameters.add(
          new LevelParameters(
              chain(spec, pixels, level),
              LevelParameters.initial(spec.field(level), 2, 3, level, false)));
    }
    return new FlowModel(spec, pixels, parameters);
  }

  private static PreTransformChain pixelTransform(ModelSpec spec) {
    WaveletPyramid pyramid = spec.pyramid();
    PreTransformFit.Source images =
        (n, values) -> System.arraycopy(image(spec, n), 0, values, 0, values.length);
    return spec.pixelTransform()
        .fit(
            0,
            new PreTransformFit(
                images, 100, pyramid.channels(), pyramid.height() * pyramid.width()));
  }

  /** Measured from random images. */
  private static PreTransformChain chain(ModelSpec spec, PreTransformChain pixels, int level) {
    PyramidCoefficients coefficients = spec.pyramid().newCoefficients();
    PreTransformFit.Source data =
        (n, values) -> {
          spec.pyramid().analyse(transformed(spec, pixels, n), 0, coefficients);
          System.arraycopy(coefficients.data(level), 0, values, 0, values.length);
        };
    PreTransformFit.Source coarser =
        (n, values) -> {
          spec.pyramid().analyse(transformed(spec, pixels, n), 0, coefficients);
          System.arraycopy(coefficients.condition(level), 0, values, 0, values.length);
        };
    Shape shape = spec.state(level);
    return spec.preTransform()
        .fit(
            level,
            new PreTransformFit(data, 100, shape.channels(), shape.pixels()),
            new PreTransformFit.Coarse(coarser, spec.pyramid().channels(), shape.width()));
  }

  private static double[] transformed(ModelSpec spec, PreTransformChain pixels, int seed) {
    double[] image = image(spec, seed);
    int channels = spec.pyramid().channels();
    pixels.forward(image, 0, channels, image.length / channels);
    return image;
  }

  /** With atoms, if the model has a place for them. */
  private static double[] image(ModelSpec spec, int seed) {
    double[] image = SampleLevels.image(spec.dimensions(), seed, 0.45);
    for (int i = 0; i < image.length; i++) {
      image[i] += 0.5;
      if (spec.pixelTransform().text().startsWith("atoms") && (i + seed) % 3 == 0) {
        image[i] = (40 + image[i]) / 256;
      }
    }
    return image;
  }

  private interface LogLikelihood {
    double of(double[] image);
  }

  private static LogLikelihood twin(FlowModel model, int label) {
    List<ReferenceLevel> levels = new ArrayList<>();
    for (int level = 0; level < model.spec().levels(); level++) {
      levels.add(
          new ReferenceLevel(model, level, Divergence.hutchinson(), OPTIONS, ProbeKind.RADEMACHER));
      levels.getLast().label(label);
    }
    return image -> {
      double sum = 0;
      for (ReferenceLevel level : levels) {
        sum += level.logLikelihood(new AnalysedImage(model).analyse(image), SEED, 2, 5);
      }
      return sum + levels.getFirst().pixelLogDet();
    };
  }

  private static double[] differences(LogLikelihood function, double[] image, double step) {
    double[] slopes = new double[image.length];
    double[] factors = {1, -8, 8, -1};
    double[] moves = {-2, -1, 1, 2};
    for (int i = 0; i < image.length; i++) {
      double at = image[i];
      for (int m = 0; m < 4; m++) {
        image[i] = at + moves[m] * step;
        slopes[i] += factors[m] * function.of(image) / (12 * step);
      }
      image[i] = at;
    }
    return slopes;
  }
}
