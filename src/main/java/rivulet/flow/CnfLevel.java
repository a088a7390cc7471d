package rivulet.flow;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import rivulet.autodiff.Frame;
import rivulet.autodiff.Plan;
import rivulet.autodiff.Program;
import rivulet.autodiff.Vjp;
import rivulet.tensor.Tuning;
import rivulet.tensor.Workspace;

/**
 * The CNF blocks of one level in native memory, ready to run: one plan, and for each block its
 * weights. Shared by workers, which only read; {@link #update} and {@link #parameterGradients} are
 * called by one thread between their runs.
 */
public final class CnfLevel {
  private final NetworkSpec spec;
  private final Plan plan;
  private final boolean trainable;
  private final int probes;
  private final List<BlockWeights> blocks = new ArrayList<>();
  private final Frame frame;

  /**
   * @param spec the vector field
   * @param blocks number of blocks K
   * @param probes Hutchinson probes per image; 0: the vector field alone, without quadratures
   * @param trainable whether gradients will be asked for
   */
  public CnfLevel(
      NetworkSpec spec,
      int blocks,
      int probes,
      boolean trainable,
      Tuning tuning,
      Workspace workspace) {
    this.spec = spec;
    this.probes = probes;
    this.trainable = trainable;
    Program program = probes == 0 ? spec.program() : AugmentedDynamics.program(spec, probes);
    Plan.Roles roles =
        new Plan.Roles(
            NetworkSpec.STATE,
            NetworkSpec.OUTPUT,
            probes == 0 ? 0 : AugmentedDynamics.QUADRATURES.size(),
            AugmentedDynamics::quadrature);
    this.plan =
        trainable
            ? Plan.of(
                Vjp.transform(program, NetworkSpec.STATE, AugmentedDynamics.seeds(program)),
                roles,
                tuning)
            : Plan.of(program, roles, tuning);
    for (int k = 0; k < blocks; k++) {
      this.blocks.add(new BlockWeights(plan, workspace));
    }
    this.frame = new Frame(plan, 1, workspace);
  }

  public NetworkSpec spec() {
    return spec;
  }

  public Plan plan() {
    return plan;
  }

  public int probes() {
    return probes;
  }

  public boolean trainable() {
    return trainable;
  }

  /** Weights of the blocks, in order from the data. */
  public List<BlockWeights> blocks() {
    return blocks;
  }

  /** To be called after weights have changed: packs them and computes what follows from them. */
  public void update() {
    for (BlockWeights block : blocks) {
      frame.bind(block.memory());
      frame.run(Plan.Phase.UPDATE);
    }
  }

  /** Floats of the sums of all blocks that a group accumulates. */
  public int sumFloats() {
    return blocks.size() * plan.sumFloats();
  }

  /** Turns sums over all groups, as {@link FlowGroup#sums} lays them out, into gradients. */
  public void parameterGradients(MemorySegment sums) {
    for (int k = 0; k < blocks.size(); k++) {
      frame.bind(blocks.get(k).memory());
      frame.bindSums(sums, 4L * k * plan.sumFloats());
      frame.run(Plan.Phase.REVERSE_UPDATE);
    }
  }
}
