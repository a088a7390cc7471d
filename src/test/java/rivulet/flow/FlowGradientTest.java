package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/**
 * A group's numbers and gradients against central differences of the same loss in float64, where
 * the interpreter evaluates and equal steps keep the numerical map differentiable
 * (docs/mathematics.md sections 3, 4 and 6).
 */
final class FlowGradientTest {
  private static final LossWeights LOSS = new LossWeights(0.05, 0.3, 0.2);
  private static final int BLOCKS = 2;
  private static final int PROBES = 2;
  private static final int IMAGE = 1;

  /** Central differences of fourth order: error ≈ h⁴. */
  private static final double STEP = 2e-3;

  /** Relative to the largest entry of a parameter's gradient; float32 in the product. */
  private static final double GRADIENTS = 2e-5;

  /** Relative to the value, or to 1 if that is more: log-det is a sum of both signs. */
  private static final double VALUES = 2e-6;

  static Stream<Arguments> cases() {
    Shape odd = new Shape(2, 3, 3);
    return Stream.of(
        Arguments.of(SampleLevels.spec(LayerKind.CONCAT, 3, odd, 1), "rk4", 2),
        Arguments.of(SampleLevels.spec(LayerKind.CONCATSQUASH, 3, odd, 0), "bosh3", 2),
        Arguments.of(SampleLevels.spec(LayerKind.CONCATSQUASH, 2, odd, 1), "midpoint", 3),
        Arguments.of(linear(odd), "dopri5", 1),
        Arguments.of(extended(LayerKind.CONCAT, new Shape(2, 4, 5), 3), "rk4", 2),
        Arguments.of(extended(LayerKind.CONCATSQUASH, odd, 3), "bosh3", 2),
        Arguments.of(extended(LayerKind.CONCAT, new Shape(2, 1, 2), 1), "rk4", 2));
  }

  /** Residual layers and waves of time. */
  private static NetworkSpec extended(LayerKind layer, Shape state, int kernel) {
    return new NetworkSpec(layer, Activation.TANH, List.of(3, 3, 2), state, 1, kernel, true, 2);
  }

  /** One convolution: Jε does not move during a solve, and yet its divergence counts. */
  private static NetworkSpec linear(Shape state) {
    return new NetworkSpec(LayerKind.CONCAT, Activation.TANH, List.of(), state, 1, 3);
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
  void agreesWithCentralDifferencesInFloat64(NetworkSpec spec, String method, int steps) {
    compare(spec, method, steps, FlowGroup.END);
  }

  /** A random end time of training is an end like any other. */
  @Test
  void gradientFollowsTheEndTime() {
    Shape odd = new Shape(2, 3, 3);
    compare(SampleLevels.spec(LayerKind.CONCAT, 3, odd, 1), "bosh3", 2, 0.7);
  }

  private void compare(NetworkSpec spec, String method, int steps, double end) {
    CnfLevel level = SampleLevels.level(spec, BLOCKS, PROBES, workspace);
    SolverOptions options = SolverOptions.fixed(method, steps);
    FlowGroup group = new FlowGroup(level, options, 1, 1 << 20, workspace);
    SampleLevels.load(group, level, 0, IMAGE);
    Twin twin = new Twin(level, options, group);
    twin.flow.endTime(end);
    for (int k = 0; k < BLOCKS; k++) {
      group.endTime(k, end);
    }
    group.encode(new int[] {0}, 1);
    values(group, twin);
    group.clearSums();
    group.gradient(new int[] {0}, 1, LOSS);
    level.parameterGradients(group.sums());
    double[] data = new double[twin.image.length];
    group.dataGradient(0, data);
    compare("data", twin, twin.image, data);
    for (int k = 0; k < BLOCKS; k++) {
      BlockWeights block = level.blocks().get(k);
      for (String name : block.places().keySet()) {
        compare(k + ":" + name, twin, twin.weights.get(k).get(name), widen(block.gradient(name)));
      }
    }
  }

  private static void values(FlowGroup group, Twin twin) {
    double loss = twin.loss();
    requireClose("log-det", twin.flow.logDet(), group.logDet(0));
    requireClose("kinetic", twin.flow.kinetic(), group.kinetic(0));
    requireClose("jacobian", twin.flow.jacobian(), group.jacobian(0));
    double found =
        -LOSS.logLikelihood() * (group.baseLogDensity(0) + group.logDet(0))
            + LOSS.kinetic() * group.kinetic(0)
            + LOSS.jacobian() * group.jacobian(0);
    requireClose("loss", loss, found);
  }

  private static void requireClose(String name, double expected, double found) {
    assertEquals(expected, found, VALUES * Math.max(1, Math.abs(expected)), name);
  }

  private static void compare(String name, Twin twin, double[] entries, double[] gradient) {
    double[] expected = new double[entries.length];
    double largest = 0;
    for (int i = 0; i < entries.length; i++) {
      double at = entries[i];
      double slope = 0;
      double[] factors = {1, -8, 8, -1};
      double[] moves = {-2, -1, 1, 2};
      for (int m = 0; m < 4; m++) {
        entries[i] = at + moves[m] * STEP;
        slope += factors[m] * twin.loss();
      }
      entries[i] = at;
      expected[i] = slope / (12 * STEP);
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    for (int i = 0; i < entries.length; i++) {
      assertEquals(expected[i], gradient[i], GRADIENTS * largest, name + "[" + i + "]");
    }
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Image, condition, probes and weights in float64, and the loss they give. */
  private static final class Twin {
    final ReferenceFlow flow;
    final double[] image;
    final double[] condition;
    final List<double[]> probes = new ArrayList<>();
    final List<Map<String, double[]>> weights = new ArrayList<>();

    Twin(CnfLevel level, SolverOptions options, FlowGroup group) {
      NetworkSpec spec = (NetworkSpec) level.spec();
      flow = ReferenceFlow.of(spec, level.divergence(), options);
      image = new double[(int) spec.state().elements()];
      group.state(0, image, 0);
      condition = spec.condition() > 0 ? SampleLevels.condition(spec, IMAGE) : new double[0];
      for (int k = 0; k < level.blocks().size(); k++) {
        probes.add(group.probes(k, 0).clone());
        Map<String, double[]> block = new LinkedHashMap<>();
        BlockWeights source = level.blocks().get(k);
        source.places().keySet().forEach(name -> block.put(name, widen(source.get(name))));
        weights.add(block);
      }
    }

    double loss() {
      flow.begin(image, condition);
      for (int k = 0; k < weights.size(); k++) {
        flow.block(k, weights.get(k), probes.get(k));
      }
      double squares = 0;
      for (double z : flow.state()) {
        squares += z * z;
      }
      double base = -0.5 * (squares + flow.dimension() * StrictMath.log(2 * StrictMath.PI));
      return -LOSS.logLikelihood() * (base + flow.logDet())
          + LOSS.kinetic() * flow.kinetic()
          + LOSS.jacobian() * flow.jacobian();
    }
  }
}
