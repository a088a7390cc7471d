package rivulet.flow;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.CnfLevel;
import rivulet.ode.Trajectory;
import rivulet.ode.adjoint.Adjoint;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;

/** The way back of a {@link FlowGroup} over its recorded solves: gradients of losses. */
final class GroupGradient {
  private static final int QUADRATURES = AugmentedDynamics.QUADRATURES.size();

  private final CnfLevel level;
  private final GroupSystem system;
  private final GroupBlocks blocks;
  private final Adjoint adjoint;
  private final Trajectory[] trajectories;
  private final double[] weights;
  private final MemorySegment sums;
  private final double[][] byConditions;
  private final double[] byCondition;

  GroupGradient(
      CnfLevel level,
      GroupSystem system,
      GroupBlocks blocks,
      Adjoint adjoint,
      Trajectory[] trajectories,
      Workspace workspace) {
    this.level = level;
    this.system = system;
    this.blocks = blocks;
    this.adjoint = adjoint;
    this.trajectories = trajectories;
    this.weights = new double[system.lanes() * system.quadratures()];
    this.sums = workspace.allocate(level.reversible() ? 4L * level.sumFloats() : 0);
    this.byCondition = new double[level.differentiatedCondition()];
    this.byConditions = new double[system.lanes()][byCondition.length];
    system.frame().bindSums(sums, 0);
  }

  /** See {@link FlowGroup#clearSums}. */
  void clearSums() {
    Elementwise.fill(0f, sums, 0, level.sumFloats());
  }

  /** See {@link FlowGroup#sums}. */
  MemorySegment sums() {
    return sums;
  }

  /** See {@link FlowGroup#gradient}. */
  void add(int[] lanes, int count, LossWeights loss, int state) {
    for (int i = 0; i < count; i++) {
      int lane = lanes[i];
      Arrays.fill(byConditions[lane], 0);
      system.registers().scale(lane, state, loss.logLikelihood(), adjoint.cotangent());
      weights[lane * QUADRATURES] = -loss.logLikelihood();
      weights[lane * QUADRATURES + 1] = loss.kinetic();
      weights[lane * QUADRATURES + 2] = loss.jacobian();
    }
    int last = trajectories.length - 1;
    for (int k = last; k >= 0; k--) {
      system.resume(k);
      if (k < last) {
        blocks.bind(k, lanes, count, true);
      }
      reverse(k, lanes, count);
    }
  }

  private void reverse(int block, int[] lanes, int count) {
    Frame frame = system.frame();
    frame.bindSums(sums, 4L * block * level.plan().sumFloats());
    for (int i = 0; i < count; i++) {
      frame.clearSolveSums(lanes[i]);
    }
    adjoint.solve(system, lanes, count, trajectories[block], weights);
    for (int i = 0; i < count; i++) {
      if (!adjoint.solution().finished(lanes[i])) {
        String what = "on the way back, " + adjoint.solution().describe(lanes[i]);
        throw new SolveException(lanes[i], block, what);
      }
    }
    frame.select(lanes, count);
    frame.run(Plan.Phase.REVERSE_SOLVE);
    if (byCondition.length > 0) {
      for (int i = 0; i < count; i++) {
        addByCondition(lanes[i]);
      }
    }
  }

  private void addByCondition(int lane) {
    system.frame().readGradient(TracedField.CONDITION, lane, byCondition, 0);
    double[] sum = byConditions[lane];
    for (int j = 0; j < sum.length; j++) {
      sum[j] += byCondition[j];
    }
  }

  /** See {@link FlowGroup#conditionGradient}. */
  double[] byCondition(int lane) {
    return byConditions[lane];
  }

  /** See {@link FlowGroup#dataGradient}. */
  void byData(int lane, double[] planar) {
    system.registers().get(lane, adjoint.cotangent(), planar, 0);
  }
}
