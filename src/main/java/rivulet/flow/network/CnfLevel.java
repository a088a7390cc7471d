package rivulet.flow.network;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Vjp;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.FlowGroup;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * The CNF blocks of one level in native memory, ready to run: one plan, and for each block its
 * weights. Shared by workers, which only read; {@link #update} and {@link #parameterGradients} are
 * called by one thread between their runs.
 */
public final class CnfLevel {
  private final TracedField spec;
  private final Plan plan;
  private final Differentiation differentiation;
  private final Divergence divergence;
  private final List<BlockWeights> blocks = new ArrayList<>();
  private final Frame frame;

  /** A level with {@code probes} Hutchinson probes per image; 0: the vector field alone. */
  public CnfLevel(
      TracedField spec,
      int blocks,
      int probes,
      boolean trainable,
      Tuning tuning,
      Workspace workspace) {
    this(spec, blocks, Divergence.probes(probes), trainable, tuning, workspace);
  }

  /** The same with any divergence. */
  public CnfLevel(
      TracedField spec,
      int blocks,
      Divergence divergence,
      boolean trainable,
      Tuning tuning,
      Workspace workspace) {
    this(spec, blocks, divergence, Differentiation.of(trainable), tuning, workspace);
  }

  /**
   * @param spec the vector field
   * @param blocks number of blocks K
   * @param divergence how the divergence is computed
   * @param differentiation which gradients will be asked for
   */
  public CnfLevel(
      TracedField spec,
      int blocks,
      Divergence divergence,
      Differentiation differentiation,
      Tuning tuning,
      Workspace workspace) {
    this.spec = spec;
    this.divergence = divergence;
    this.differentiation = differentiation;
    Program program = AugmentedDynamics.program(spec, divergence);
    Plan.Roles roles =
        new Plan.Roles(TracedField.STATE, TracedField.OUTPUT, planned(), this::quadrature);
    this.plan =
        switch (differentiation) {
          case NONE -> Plan.of(program, roles, tuning);
          case BY_WEIGHTS ->
              Plan.of(
                  Vjp.transform(program, TracedField.STATE, AugmentedDynamics.seeds(program)),
                  roles,
                  tuning);
          case BY_INPUTS ->
              Plan.of(
                  Vjp.transformByInputs(
                      program,
                      TracedField.STATE,
                      spec.condition() > 0 ? List.of(TracedField.CONDITION) : List.of(),
                      AugmentedDynamics.seeds(program)),
                  roles,
                  tuning);
        };
    for (int k = 0; k < blocks; k++) {
      this.blocks.add(new BlockWeights(plan, workspace));
    }
    this.frame = Frame.ofUpdates(plan, workspace);
  }

  /** Rates of an evaluation: the quadratures, then what each of several probes contributes. */
  private int planned() {
    if (divergence instanceof Divergence.None) {
      return 0;
    }
    return AugmentedDynamics.QUADRATURES.size() + separateProbes();
  }

  private int quadrature(String output) {
    int number = AugmentedDynamics.quadrature(output);
    return number == 0 && separateProbes() > 0
        ? AugmentedDynamics.QUADRATURES.size() + AugmentedDynamics.probe(output)
        : number;
  }

  /**
   * Probes whose shares of the log-det are integrated apart, so that their spread can be seen: all
   * Hutchinson probes if there are several and no gradient is wanted; else 0.
   */
  public int separateProbes() {
    boolean several = divergence instanceof Divergence.Hutchinson && divergence.probes() > 1;
    return several && !reversible() ? divergence.probes() : 0;
  }

  /** Entries whose share of the log-det is integrated apart: all if the divergence is exact. */
  public int separateEntries() {
    return divergence instanceof Divergence.Exact && !reversible()
        ? (int) spec.state().elements()
        : 0;
  }

  public TracedField spec() {
    return spec;
  }

  public Plan plan() {
    return plan;
  }

  /** Random images per lane and block that the divergence needs. */
  public int probes() {
    return divergence.probes();
  }

  public Divergence divergence() {
    return divergence;
  }

  /** Whether gradients by weights can be asked for. */
  public boolean trainable() {
    return differentiation == Differentiation.BY_WEIGHTS;
  }

  /** Whether any gradient can be asked for. */
  public boolean reversible() {
    return differentiation != Differentiation.NONE;
  }

  /** Values of the condition that there is a gradient by; 0 for none. */
  public int differentiatedCondition() {
    return differentiation == Differentiation.BY_INPUTS
        ? spec.condition() * spec.state().pixels()
        : 0;
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

  /**
   * Turns sums over all groups, as {@link FlowGroup#sums} lays them out, into gradients. Their
   * content is used up.
   */
  public void parameterGradients(MemorySegment sums) {
    for (int k = 0; k < blocks.size(); k++) {
      frame.bind(blocks.get(k).memory());
      frame.bindSums(sums, 4L * k * plan.sumFloats());
      frame.run(Plan.Phase.REVERSE_UPDATE);
    }
  }
}
