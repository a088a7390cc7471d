package rivulet.flow.network;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rivulet.flow.FlowGroup;
import rivulet.flow.SampleLevels;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.HeapCheck;

/** With the launcher's flags encoding allocates nothing after warm-up, by any divergence. */
final class DivergenceAllocationTest {
  private static final int QUIET = 5;

  @Test
  void encodingAllocatesNothingWithTheLaunchersFlags() throws IOException, InterruptedException {
    HeapCheck.requireNone(DivergenceAllocationTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(cases(), names);
  }

  private static List<HeapCheck.Case> cases() {
    return Stream.of("exact", "coloured", "hutchinson:8")
        .map(text ->
            new HeapCheck.Case(
                text,
                0,
                () -> {
                  Runnable encode = encode(Divergence.parse(text));
                  return () -> HeapCheck.bytes(encode, QUIET);
                }))
        .toList();
  }

  private static Runnable encode(Divergence divergence) {
    NetworkSpec spec = SampleLevels.spec(LayerKind.CONCAT, 32, new Shape(1, 7, 7), 1);
    Workspace workspace = new Workspace();
    CnfLevel level = SampleLevels.level(spec, 1, divergence, false, workspace);
    FlowGroup group = new FlowGroup(level, SolverOptions.fixed("rk4", 2), 1, 0, workspace);
    SampleLevels.load(group, level, 0, 0);
    double[] state = SampleLevels.image((int) spec.state().elements(), 0, 0.5);
    int[] lane = {0};
    return () -> {
      group.state(0, state);
      group.encode(lane, 1);
    };
  }
}
