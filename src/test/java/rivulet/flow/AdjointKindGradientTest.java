package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.ode.adjoint.Adjoint;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/** The continuous adjoints give a block's gradient too, in float32, up to their tolerance. */
final class AdjointKindGradientTest {
  private static final LossWeights LOSS = new LossWeights(1e-3, 6e-3, 4e-3);
  private static final int[] LANES = {0, 1, 2};
  private static final NetworkSpec SPEC =
      SampleLevels.spec(LayerKind.CONCATSQUASH, 4, new Shape(2, 4, 3), 1);

  private Workspace workspace;
  private CnfLevel level;

  @BeforeEach
  void open() {
    workspace = new Workspace();
    level = SampleLevels.level(SPEC, 2, 1, workspace);
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Adjoint.Kind.class,
      names = {"BACKSOLVE", "INTERPOLATING"})
  void approachesTheDiscreteGradient(Adjoint.Kind kind) {
    double rough = distance(kind, 1e-3);
    double fine = distance(kind, 1e-5);
    assertTrue(rough < 1e-2, "at 1e-3: " + rough);
    assertTrue(fine < 2e-4 && fine < rough, "at 1e-5: " + fine + " after " + rough);
  }

  /** Relative to the largest entry of each parameter's gradient; the worst. */
  private double distance(Adjoint.Kind kind, double tolerance) {
    List<double[]> exact = gradients(Adjoint.Kind.DISCRETE, tolerance, LANES.length);
    List<double[]> found = gradients(kind, tolerance, LANES.length);
    double worst = 0;
    for (int i = 0; i < exact.size(); i++) {
      double largest = 0;
      double apart = 0;
      for (int j = 0; j < exact.get(i).length; j++) {
        largest = Math.max(largest, Math.abs(exact.get(i)[j]));
        apart = Math.max(apart, Math.abs(exact.get(i)[j] - found.get(i)[j]));
      }
      worst = Math.max(worst, apart / largest);
    }
    return worst;
  }

  /** Gradients by the data of every lane, then by every parameter. */
  private List<double[]> gradients(Adjoint.Kind kind, double tolerance, int count) {
    SolverOptions options = SolverOptions.adaptive("dopri5", tolerance);
    FlowGroup group = new FlowGroup(level, options, kind, LANES.length, 1 << 20, workspace);
    for (int lane : LANES) {
      SampleLevels.load(group, level, lane, lane);
    }
    group.encode(LANES, count);
    group.clearSums();
    group.gradient(LANES, count, LOSS);
    level.parameterGradients(group.sums());
    List<double[]> gradients = new ArrayList<>();
    for (int lane = 0; lane < count; lane++) {
      double[] data = new double[(int) SPEC.state().elements()];
      group.dataGradient(lane, data);
      gradients.add(data);
    }
    for (BlockWeights block : level.blocks()) {
      for (String name : block.places().keySet()) {
        float[] values = block.gradient(name);
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          wide[i] = values[i];
        }
        gradients.add(wide);
      }
    }
    return gradients;
  }

  /** A lane's own gradient does not depend on the others. */
  @ParameterizedTest
  @EnumSource(Adjoint.Kind.class)
  void dataGradientsHaveTheSameBitsInAnyCompany(Adjoint.Kind kind) {
    List<double[]> together = gradients(kind, 1e-4, 3);
    List<double[]> alone = gradients(kind, 1e-4, 1);
    assertArrayEquals(together.getFirst(), alone.getFirst(), 0);
  }

  @Test
  void theDiscreteOneIsTheDefault() {
    SolverOptions options = SolverOptions.adaptive("dopri5", 1e-4);
    FlowGroup group = new FlowGroup(level, options, 3, 1 << 20, workspace);
    for (int lane : LANES) {
      SampleLevels.load(group, level, lane, lane);
    }
    group.encode(LANES, 3);
    group.clearSums();
    group.gradient(LANES, 3, LOSS);
    double[] data = new double[(int) SPEC.state().elements()];
    group.dataGradient(0, data);
    assertArrayEquals(gradients(Adjoint.Kind.DISCRETE, 1e-4, 3).getFirst(), data, 0);
    assertEquals(24, data.length);
  }
}
