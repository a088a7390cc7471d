package rivulet.check;

import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import rivulet.Backend;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.VectorInfo;

/**
 * A block of the published network to be timed, and what it was timed with.
 *
 * @param network of the block
 */
public record BlockTrial(NetworkSpec network) {
  private static final int KERNEL = 3;
  private static final long TAPE_BYTES = 512L << 20;
  private static final String CONVOLUTIONS = " convolutions, ";

  /**
   * A block.
   *
   * @param layer kind of its layers
   * @param activation between them
   * @param hidden widths
   * @param state channels, height and width
   * @param condition channels of the condition, 0 for none
   * @throws IllegalArgumentException for an unknown name or an impossible size
   */
  public static BlockTrial of(
      String layer, String activation, List<Integer> hidden, Shape state, int condition) {
    return new BlockTrial(
        new NetworkSpec(
            LayerKind.named(layer),
            Activation.parse(activation),
            hidden,
            state,
            condition,
            KERNEL));
  }

  /**
   * What was measured.
   *
   * @param result times
   * @param algorithms names of the convolution algorithms that the block's plan uses
   * @param vectorBits of this machine's vectors
   * @param tiles of its products
   */
  public record Report(
      BlockBench.Result result, SortedSet<String> algorithms, int vectorBits, List<String> tiles) {}

  /**
   * Times it.
   *
   * @param group images of a worker
   * @throws IllegalStateException if the backend cannot be had
   */
  public Report run(
      BlockBench.What what, SolverOptions solver, int group, int threads, Backend backend) {
    try (OpenBackend opened = backend.offloading().open();
        BlockBench bench =
            new BlockBench(network, what, solver, group, threads, TAPE_BYTES / threads, opened)) {
      BlockBench.Result result = bench.run();
      return new Report(
          result,
          algorithms(what == BlockBench.What.GRADIENT, opened.tuning()),
          VectorInfo.bits(),
          List.copyOf(VectorInfo.tiles()));
    }
  }

  private NavigableSet<String> algorithms(boolean gradient, Tuning tuning) {
    NavigableSet<String> names = new TreeSet<>();
    try (Workspace workspace = new Workspace()) {
      Plan plan = new CnfLevel(network, 1, 1, gradient, tuning, workspace).plan();
      for (Plan.Phase phase : Plan.Phase.values()) {
        plan.describe(phase)
            .lines()
            .filter(line -> line.contains(CONVOLUTIONS))
            .map(line -> line.substring(line.indexOf(CONVOLUTIONS) + CONVOLUTIONS.length()))
            .forEach(names::add);
      }
    }
    return names;
  }
}
