package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * Loss and gradient of flow matching against the same loss in float64, where the interpreter
 * evaluates the field, and its central differences (docs/mathematics.md sections 5 and 6).
 */
final class MatchingGradientTest {
  private static final int IMAGES = 3;
  private static final double[] TIMES = {0.1, 0.45, 0.9};
  private static final double STEP = 1e-3;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private static FlowModel model(LayerKind layer, int blocks) {
    return model(layer, blocks, 0);
  }

  /** With classes also residual layers and waves of time. */
  private static FlowModel model(LayerKind layer, int blocks, int classes) {
    ModelSpec spec =
        new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 8, 6, 2),
            new Networks(
                List.of(classes > 0 ? List.of(4, 4) : List.of(5, 4)),
                layer,
                Activation.SOFTPLUS,
                classes > 0,
                classes > 0 ? 2 : 0),
            blocks,
            PreTransformRecipe.parse("none"),
            ConditionKind.LOG,
            ImageClasses.numbered(classes),
            PreTransformRecipe.NONE);
    List<LevelParameters> levels = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      levels.add(
          new LevelParameters(
              new PreTransformChain(List.of()),
              LevelParameters.initial(spec.field(level), blocks, 3, level, false)));
    }
    return new FlowModel(spec, levels);
  }

  private static double[] image(int number) {
    double[] image = SampleLevels.image(48, 50 + number, 0.49);
    for (int i = 0; i < image.length; i++) {
      image[i] += 0.5;
    }
    return image;
  }

  private static AnalysedImage analysed(MultiResolutionFlow flow, int number) {
    AnalysedImage result = new AnalysedImage(flow.model());
    result.analyse(image(number));
    return result;
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void agreesWithCentralDifferencesInFloat64(LayerKind layer) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model(layer, 1), 0, true, Tuning.DEFAULT)) {
      for (int level = 0; level < 2; level++) {
        compare(flow, level);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void residualLayersTimeFeaturesAndClassesAgreeToo(LayerKind layer) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model(layer, 1, 3), 0, true, Tuning.DEFAULT)) {
      for (int level = 0; level < 2; level++) {
        compare(flow, level);
      }
    }
  }

  /** The class of an image of a model of so many classes. */
  private static int label(ModelSpec spec, int image) {
    return spec.classes() == 0 ? ModelSpec.NO_LABEL : image % spec.classes();
  }

  private MemorySegment sums(MultiResolutionFlow flow, int level) {
    return workspace.allocate(4L * flow.level(level).sumFloats());
  }

  private void compare(MultiResolutionFlow flow, int level) {
    MatchingWorker worker = new MatchingWorker(flow, level, IMAGES, workspace);
    Twin twin = new Twin(flow, level);
    for (int n = 0; n < IMAGES; n++) {
      worker.label(label(flow.spec(), n));
      worker.load(n, analysed(flow, n), TIMES[n], twin.noise(n));
    }
    worker.sumInto(sums(flow, level));
    worker.gradient(IMAGES, 0.2);
    flow.level(level).parameterGradients(worker.sums());
    for (int n = 0; n < IMAGES; n++) {
      double expected = twin.loss(n);
      assertEquals(expected, worker.loss(n), 2e-6 * Math.max(1, expected), "loss " + n);
    }
    BlockWeights block = flow.level(level).blocks().getFirst();
    for (String name : block.places().keySet()) {
      double[] expected = twin.gradient(name, 0.2);
      float[] found = block.gradient(name);
      double largest = 1e-3;
      for (double value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i], found[i], 2e-5 * largest, name + " " + i);
      }
    }
  }

  @Test
  void lossesDoNotDependOnTheGroup() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model(LayerKind.CONCAT, 1), 0, true, Tuning.DEFAULT)) {
      Twin twin = new Twin(flow, 1);
      MatchingWorker group = new MatchingWorker(flow, 1, IMAGES, workspace);
      MatchingWorker alone = new MatchingWorker(flow, 1, 1, workspace);
      for (int n = 0; n < IMAGES; n++) {
        group.load(n, analysed(flow, n), TIMES[n], twin.noise(n));
      }
      group.sumInto(sums(flow, 1));
      group.gradient(IMAGES, 0.2);
      for (int n = 0; n < IMAGES; n++) {
        alone.load(0, analysed(flow, n), TIMES[n], twin.noise(n));
        alone.sumInto(sums(flow, 1));
        alone.gradient(1, 0.2);
        assertEquals(alone.loss(0), group.loss(n));
      }
    }
  }

  @Test
  void imagesOfAModelWithClassesNeedALabel() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model(LayerKind.CONCAT, 1, 3), 0, true, Tuning.DEFAULT)) {
      MatchingWorker worker = new MatchingWorker(flow, 0, 1, workspace);
      double[] noise = new double[12];
      AnalysedImage image = analysed(flow, 0);
      assertThrows(IllegalArgumentException.class, () -> worker.load(0, image, 0.5, noise));
      assertThrows(IllegalArgumentException.class, () -> worker.label(3));
      worker.label(2);
      worker.load(0, image, 0.5, noise);
    }
  }

  @Test
  void severalBlocksAreRefused() {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model(LayerKind.CONCAT, 2), 0, true, Tuning.DEFAULT)) {
      assertThrows(IllegalArgumentException.class, () -> new MatchingWorker(flow, 0, 1, workspace));
    }
  }

  /** The loss in float64. */
  private static final class Twin {
    private final MultiResolutionFlow flow;
    private final int level;
    private final Program program;
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final int entries;

    Twin(MultiResolutionFlow flow, int level) {
      this.flow = flow;
      this.level = level;
      NetworkSpec spec = (NetworkSpec) flow.level(level).spec();
      this.program = spec.program();
      this.entries = (int) spec.state().elements();
      BlockWeights block = flow.level(level).blocks().getFirst();
      for (String name : new TreeMap<>(block.places()).keySet()) {
        float[] values = block.get(name);
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
          wide[i] = values[i];
        }
        weights.put(name, wide);
      }
    }

    double[] noise(int n) {
      return SampleLevels.image(entries, 900 + 10L * level + n, 2);
    }

    double loss(int n) {
      ModelSpec spec = flow.spec();
      PyramidCoefficients coefficients = spec.pyramid().newCoefficients();
      spec.pyramid().analyse(image(n), 0, coefficients);
      double[] noise = noise(n);
      double[] state = new double[entries];
      for (int i = 0; i < entries; i++) {
        state[i] = (1 - TIMES[n]) * coefficients.data(level)[i] + TIMES[n] * noise[i];
      }
      Interpreter interpreter = new Interpreter(1, program.values().size());
      weights.forEach((name, values) -> interpreter.set(program.input(name), values));
      interpreter.set(program.input(TracedField.STATE), state);
      interpreter.set(program.input(TracedField.TIME), new double[] {TIMES[n]});
      int pixels = spec.state(level).pixels();
      int coarse = level > 0 ? pixels : 0;
      double[] seen = new double[coarse + spec.classes() * pixels];
      if (level > 0) {
        spec.condition().map(coefficients.condition(level), seen, coarse);
      }
      for (int i = 0; spec.classes() > 0 && i < pixels; i++) {
        seen[coarse + label(spec, n) * pixels + i] = 1;
      }
      if (seen.length > 0) {
        interpreter.set(program.input(TracedField.CONDITION), seen);
      }
      interpreter.run(program.values());
      double[] f = interpreter.get(program.output(TracedField.OUTPUT), 0);
      double sum = 0;
      for (int i = 0; i < entries; i++) {
        double error = f[i] - (noise[i] - coefficients.data(level)[i]);
        sum += error * error;
      }
      return sum / entries;
    }

    double[] gradient(String name, double weight) {
      double[] values = weights.get(name);
      double[] gradient = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        double at = values[i];
        values[i] = at + STEP;
        double up = total();
        values[i] = at - STEP;
        gradient[i] = weight * (up - total()) / (2 * STEP);
        values[i] = at;
      }
      return gradient;
    }

    private double total() {
      double sum = 0;
      for (int n = 0; n < IMAGES; n++) {
        sum += loss(n);
      }
      return sum;
    }
  }
}
