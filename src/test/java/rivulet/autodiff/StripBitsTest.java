package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.autodiff.plan.Plan;
import rivulet.autodiff.plan.PlannedProgram;
import rivulet.autodiff.plan.Sharing;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.WinogradTile;

/** Evaluations strip by strip have the bits of evaluations of whole images. */
final class StripBitsTest {
  private static final int LANES = 2;
  private static final List<WinogradTile> TILES =
      List.of(WinogradTile.NONE, WinogradTile.TWO, WinogradTile.FOUR);

  /** Splits everything that has two rows. */
  private static final Sharing.Terms ALWAYS = new Sharing.Terms(1, 0);

  private static void solve(PlannedProgram planned, Map<String, double[][]> inputs) {
    planned.plan().parameters().forEach(p -> planned.parameter(p.name(), inputs.get(p.name())[0]));
    planned.update();
    planned.select(1, 0);
    for (int lane = 0; lane < LANES; lane++) {
      planned.inputs(inputs, lane, lane);
    }
    planned.run(Plan.Phase.SOLVE, 0);
  }

  /** Whatever the phases of an evaluation compute. */
  private static double[][] results(PlannedProgram planned) {
    List<double[]> results = new ArrayList<>();
    for (Plan.Phase phase : List.of(Plan.Phase.EVALUATE, Plan.Phase.EVALUATE_PRIMAL)) {
      planned.run(phase, 0);
      for (int lane = 0; lane < LANES; lane++) {
        results.add(planned.output("f", lane));
      }
      if (phase == Plan.Phase.EVALUATE) {
        for (String name : planned.plan().program().outputs().keySet()) {
          results.add(planned.output(name, 0));
          results.add(planned.output(name, 1));
        }
      }
    }
    return results.toArray(double[][]::new);
  }

  /** Compares, and tells the rows of a strip. */
  private static int compare(Program program, Tuning tuning, long seed) {
    Map<String, double[][]> inputs =
        SampleArrays.inputs(new SplittableRandom(seed), program, LANES);
    try (PlannedProgram whole = new PlannedProgram(program, tuning, LANES);
        PlannedProgram strips = PlannedProgram.inStrips(program, tuning, LANES);
        PlannedProgram shared = PlannedProgram.inStrips(program, tuning, LANES);
        WorkerPool crew = new WorkerPool(3)) {
      shared.crew(crew, ALWAYS);
      solve(whole, inputs);
      solve(strips, inputs);
      solve(shared, inputs);
      assertEquals(0, whole.stripRows());
      double[][] expected = results(whole);
      assertArrayEquals(expected, results(strips));
      assertArrayEquals(expected, results(strips), "again");
      assertArrayEquals(expected, results(shared), "by a crew");
      return strips.stripRows();
    }
  }

  @Test
  void randomPrograms() {
    int divided = 0;
    for (long seed = 0; seed < 90; seed++) {
      Tuning tuning = new Tuning(TILES.get((int) (seed % TILES.size())));
      Program program = RandomProgram.of(seed, 90 + (int) (seed % 30));
      divided += compare(program, tuning, seed) > 0 ? 1 : 0;
    }
    assertTrue(divided >= 20, divided + " of 90 are divided");
  }

  private static NetworkSpec network(LayerKind layer, int depth, int height, int width) {
    List<Integer> hidden = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      hidden.add(i % 2 == 0 ? 16 : 18);
    }
    return new NetworkSpec(layer, Activation.SWISH, hidden, new Shape(3, height, width), 2, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "CONCAT, 2, hutchinson, 101, 8, FOUR",
    "CONCAT, 1, hutchinson:2, 64, 5, TWO",
    "CONCAT, 3, hutchinson, 130, 7, TWO",
    "CONCAT, 4, hutchinson, 203, 6, FOUR",
    "CONCAT, 2, exact, 97, 7, FOUR",
    "CONCAT, 2, coloured:3, 98, 6, NONE",
    "CONCATSQUASH, 2, hutchinson, 99, 9, FOUR",
    "CONCATSQUASH, 2, exact, 100, 6, TWO",
  })
  void networks(LayerKind layer, int depth, String how, int height, int width, WinogradTile tile) {
    Program program =
        AugmentedDynamics.program(network(layer, depth, height, width), Divergence.parse(how));
    assertTrue(compare(program, new Tuning(tile), 3) > 0, "images are divided");
  }
}
