package rivulet.flow.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.FlowGroup;
import rivulet.flow.Jacobian;
import rivulet.flow.ReferenceFlow;
import rivulet.flow.SampleLevels;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/**
 * Divergences against the whole Jacobian (docs/mathematics.md, section 3): exact ones in float64
 * and in the float32 plan, and the mean and variance of the estimates.
 */
final class DivergenceTest {
  private static final double TIME = 0.3;

  /** Relative to Σ|J_ii|; sums of up to 200 products in float64. */
  private static final double DOUBLE = 1e-13;

  /** Relative to Σ|J_ii|; float32 products through up to four layers. */
  private static final double SINGLE = 2e-6;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  static Stream<Arguments> fields() {
    Shape odd = new Shape(2, 7, 6);
    List<Integer> wide = List.of(17, 20);
    return Stream.of(
        Arguments.of(SampleLevels.spec(LayerKind.CONCAT, 4, odd, 1)),
        Arguments.of(SampleLevels.spec(LayerKind.CONCATSQUASH, 4, odd, 1)),
        Arguments.of(SampleLevels.spec(LayerKind.CONCAT, 4, new Shape(3, 2, 3), 0)),
        Arguments.of(SampleLevels.spec(LayerKind.CONCAT, 4, new Shape(1, 1, 9), 0)),
        Arguments.of(network(Activation.SWISH, wide, new Shape(1, 11, 12), 3)),
        Arguments.of(network(Activation.TANH, List.of(3, 3, 3), new Shape(1, 9, 9), 3)),
        Arguments.of(network(Activation.TANH, List.of(), new Shape(2, 5, 4), 3)),
        Arguments.of(network(Activation.ELU, List.of(8, 8), new Shape(2, 1, 1), 1)),
        Arguments.of(extended(LayerKind.CONCAT, new Shape(2, 9, 7), 3)),
        Arguments.of(extended(LayerKind.CONCATSQUASH, new Shape(2, 9, 7), 3)),
        Arguments.of(extended(LayerKind.CONCAT, new Shape(1, 2, 11), 3)),
        Arguments.of(extended(LayerKind.CONCAT, new Shape(9, 1, 1), 1)),
        Arguments.of(new GatedField(new Shape(2, 9, 8), 0)),
        Arguments.of(new GatedField(new Shape(3, 7, 10), 2)));
  }

  private static NetworkSpec network(
      Activation activation, List<Integer> hidden, Shape state, int kernel) {
    return new NetworkSpec(LayerKind.CONCAT, activation, hidden, state, 0, kernel);
  }

  /** Residual layers, waves of time, a condition. */
  private static NetworkSpec extended(LayerKind layer, Shape state, int kernel) {
    List<Integer> hidden = List.of(4, 4);
    return new NetworkSpec(layer, Activation.SWISH, hidden, state, 2, kernel, true, 3);
  }

  private static Map<String, double[]> weights(CnfLevel level) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    BlockWeights block = level.blocks().getFirst();
    block.places().keySet().forEach(name -> weights.put(name, widen(block.get(name))));
    return weights;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[] state(TracedField spec) {
    return SampleLevels.image((int) spec.state().elements(), 3, 1);
  }

  private static double[] condition(TracedField spec) {
    return spec.condition() == 0 ? new double[0] : SampleLevels.condition(spec, 1);
  }

  private static Jacobian jacobian(CnfLevel level) {
    TracedField spec = level.spec();
    return Jacobian.of(spec, weights(level), state(spec), condition(spec), (float) TIME);
  }

  private static double size(Jacobian jacobian) {
    double size = 0;
    for (int i = 0; i < jacobian.entries().length; i++) {
      size += Math.abs(jacobian.diagonal(i));
    }
    return size;
  }

  private FieldEvaluation evaluated(CnfLevel level, int images) {
    TracedField spec = level.spec();
    FieldEvaluation field = new FieldEvaluation(level, images, workspace);
    for (int n = 0; n < images; n++) {
      field.state(n, state(spec));
      if (spec.condition() > 0) {
        field.input(TracedField.CONDITION, n, condition(spec));
      }
    }
    return field;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void exactInFloat64IsTheTrace(TracedField spec) {
    CnfLevel level = SampleLevels.level(spec, 1, Divergence.exact(), false, workspace);
    Program program = AugmentedDynamics.program(spec, Divergence.exact());
    Interpreter interpreter = new Interpreter(1, program.values().size());
    weights(level).forEach((name, values) -> interpreter.set(program.input(name), values));
    interpreter.set(program.input(TracedField.STATE), state(spec));
    interpreter.set(program.input(TracedField.TIME), new double[] {(float) TIME});
    if (spec.condition() > 0) {
      interpreter.set(program.input(TracedField.CONDITION), condition(spec));
    }
    interpreter.run(program.values());
    Jacobian whole = jacobian(level);
    double bound = DOUBLE * size(whole);
    double found = interpreter.get(program.output(AugmentedDynamics.DIVERGENCE), 0)[0];
    assertEquals(whole.trace(), found, bound);
    double[] diagonal = interpreter.get(program.output(AugmentedDynamics.DIAGONAL), 0);
    for (int i = 0; i < diagonal.length; i++) {
      assertEquals(whole.diagonal(i), diagonal[i], bound);
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void exactInFloat32IsTheTrace(TracedField spec) {
    CnfLevel level = SampleLevels.level(spec, 1, Divergence.exact(), false, workspace);
    FieldEvaluation field = evaluated(level, 2);
    field.prepare();
    field.evaluate(TIME);
    Jacobian whole = jacobian(level);
    double bound = SINGLE * size(whole);
    double[] diagonal = new double[whole.entries().length];
    for (int n = 0; n < 2; n++) {
      assertEquals(whole.trace(), field.rate(n, AugmentedDynamics.DIVERGENCE), bound);
      field.diagonal(n, diagonal);
      for (int i = 0; i < diagonal.length; i++) {
        assertEquals(whole.diagonal(i), diagonal[i], bound);
      }
    }
  }

  /**
   * A field so wide that first-layer tangents are computed at each evaluation: entries of the
   * diagonal against products with single unit vectors.
   */
  @Test
  void wideFieldsKeepNoTangents() {
    NetworkSpec spec = network(Activation.TANH, List.of(512), new Shape(1, 64, 64), 3);
    CnfLevel exact = SampleLevels.level(spec, 1, Divergence.exact(), false, workspace);
    CnfLevel single = SampleLevels.level(spec, 1, Divergence.hutchinson(), false, workspace);
    assertTrue(exact.plan().describe(Plan.Phase.EVALUATE).contains("indicator"));
    FieldEvaluation field = evaluated(exact, 2);
    field.prepare();
    field.evaluate(TIME);
    double[] diagonal = new double[64 * 64];
    field.diagonal(1, diagonal);
    double sum = 0;
    for (double entry : diagonal) {
      sum += entry;
    }
    assertEquals(sum, field.rate(1, AugmentedDynamics.DIVERGENCE), 1e-9);
    FieldEvaluation unit = evaluated(single, 1);
    for (int i : new int[] {0, 63, 777, 64 * 64 - 1}) {
      double[] direction = new double[64 * 64];
      direction[i] = 1;
      unit.input("z'0", 0, direction);
      unit.prepare();
      unit.evaluate(TIME);
      double[] image = new double[64 * 64];
      unit.tangent(0, 0, image);
      assertEquals(image[i], diagonal[i], 1e-5);
    }
  }

  /** Products: (R+1)²·C, with R from the program and steps no larger than the image. */
  @Test
  void productsFollowFromTheProgram() {
    Shape large = new Shape(3, 32, 32);
    assertEquals(75, products(network(Activation.TANH, List.of(4, 4, 4), large, 3)));
    assertEquals(48, products(network(Activation.TANH, List.of(4, 4), large, 3)));
    assertEquals(3, products(network(Activation.TANH, List.of(4, 4, 4), large, 1)));
    assertEquals(12, products(network(Activation.TANH, List.of(4), new Shape(2, 2, 9), 3)));
  }

  private static int products(NetworkSpec spec) {
    return AugmentedDynamics.products(spec, Divergence.exact());
  }

  /**
   * Mean and variance over 6,000 probes. The mean must lie within five of its standard errors; the
   * relative error of a sample variance is about √(2.5/6000) = 2 %, the bound is five times that.
   */
  @ParameterizedTest
  @CsvSource({
    "hutchinson, RADEMACHER",
    "hutchinson, GAUSSIAN",
    "coloured:2, RADEMACHER",
    "coloured:2, GAUSSIAN",
    "coloured, RADEMACHER"
  })
  void estimatesHaveTheirMeanAndVariance(String text, ProbeKind kind) {
    NetworkSpec spec = SampleLevels.spec(LayerKind.CONCAT, 4, new Shape(2, 4, 5), 0);
    Divergence divergence = Divergence.parse(text);
    CnfLevel level = SampleLevels.level(spec, 1, divergence, false, workspace);
    Jacobian whole = jacobian(level);
    int spacing =
        text.equals("coloured") ? 4 : text.equals("hutchinson") ? 1 : 2; // three 3×3 layers
    double variance = whole.probeVariance(spec.state(), spacing, kind == ProbeKind.GAUSSIAN);
    int rounds = 60;
    int images = 100;
    FieldEvaluation field = evaluated(level, images);
    NoiseStream noise = new NoiseStream();
    double[] probe = new double[whole.entries().length];
    double sum = 0;
    double squares = 0;
    for (int round = 0; round < rounds; round++) {
      for (int n = 0; n < images; n++) {
        noise.reset(1, Purpose.PROBE, round, n, 0, 0, 0);
        kind.fill(noise, probe, 0, probe.length);
        field.input("z'0", n, probe);
      }
      field.prepare();
      field.evaluate(TIME);
      for (int n = 0; n < images; n++) {
        double error = field.rate(n, AugmentedDynamics.DIVERGENCE) - whole.trace();
        sum += error;
        squares += error * error;
      }
    }
    int draws = rounds * images;
    double mean = sum / draws;
    assertEquals(0, mean, 5 * Math.sqrt(variance / draws));
    assertEquals(1, (squares / draws - mean * mean) / variance, 0.1);
  }

  /** A solve's log-det is the sum of its map, to float32 products, and alike in float64. */
  @ParameterizedTest
  @MethodSource("fields")
  void solvesIntegrateTheDiagonal(TracedField spec) {
    SolverOptions options = SolverOptions.adaptive("dopri5", 1e-5);
    CnfLevel level = SampleLevels.level(spec, 1, Divergence.exact(), false, workspace);
    FlowGroup group = new FlowGroup(level, options, 2, 0, workspace);
    for (int lane = 0; lane < 2; lane++) {
      group.state(lane, state(spec));
      if (spec.condition() > 0) {
        group.condition(lane, condition(spec));
      }
    }
    group.encode(new int[] {0, 1}, 2);
    ReferenceFlow reference = ReferenceFlow.of(spec, Divergence.exact(), options);
    reference.begin(state(spec), condition(spec));
    reference.block(0, weights(level), new double[0]);
    double[] map = new double[(int) spec.state().elements()];
    group.logDetMap(1, map);
    double sum = 0;
    double size = 0;
    for (double share : map) {
      sum += share;
      size += Math.abs(share);
    }
    assertEquals(sum, group.logDet(1), 1e-12 * size);
    assertEquals(reference.logDet(), group.logDet(1), 1e-5 * Math.max(1, size));
  }

  /** Sections and company change no bits: alone, in a pair, with shares told apart or not. */
  @ParameterizedTest
  @CsvSource({"exact", "coloured", "hutchinson:40"})
  void companyDoesNotMatter(String text) {
    NetworkSpec spec = SampleLevels.spec(LayerKind.CONCAT, 20, new Shape(3, 14, 13), 2);
    Divergence divergence = Divergence.parse(text);
    CnfLevel level = SampleLevels.level(spec, 1, divergence, false, workspace);
    SolverOptions options = SolverOptions.fixed("rk4", 2);
    double[] logDets = new double[3];
    FlowGroup group = new FlowGroup(level, options, 3, 0, workspace);
    for (int lane = 0; lane < 3; lane++) {
      SampleLevels.load(group, level, lane, lane);
    }
    group.encode(new int[] {2, 0, 1}, 3);
    FlowGroup single = new FlowGroup(level, options, 1, 0, workspace);
    for (int n = 0; n < 3; n++) {
      SampleLevels.load(single, level, 0, n);
      single.encode(new int[] {0}, 1);
      assertEquals(group.logDet(n), single.logDet(0), 0.0);
      logDets[n] = single.logDet(0);
    }
    if (divergence instanceof Divergence.Hutchinson) {
      CnfLevel trainable = SampleLevels.level(spec, 1, divergence, true, workspace);
      FlowGroup merged = new FlowGroup(trainable, options, 3, 1, workspace);
      for (int lane = 0; lane < 3; lane++) {
        SampleLevels.load(merged, trainable, lane, lane);
      }
      merged.encode(new int[] {0, 1, 2}, 3);
      double[] together = {merged.logDet(0), merged.logDet(1), merged.logDet(2)};
      assertArrayEquals(logDets, together, 1e-12);
    }
  }
}
