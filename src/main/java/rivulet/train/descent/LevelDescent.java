package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.flow.network.CnfLevel;
import rivulet.parallel.PartialSum;
import rivulet.parallel.SummationTree;
import rivulet.tensor.Workspace;
import rivulet.train.TrainConfig;

/**
 * The descent of one level: gradient sums of groups, added in the fixed tree, become new weights.
 * Groups are submitted by any worker in any order; an update is made by one thread.
 */
public final class LevelDescent implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final CnfLevel level;
  private final LevelOptimiser optimiser;
  private final SummationTree tree;
  private final MemorySegment total;

  /** Memory comes from {@code workspace}; the level stays the caller's. */
  public LevelDescent(CnfLevel level, TrainConfig config, Workspace workspace) {
    this.level = level;
    this.optimiser = new LevelOptimiser(config, level, workspace);
    this.tree = new SummationTree(level.sumFloats());
    this.total = workspace.allocate(4L * level.sumFloats());
  }

  public LevelOptimiser optimiser() {
    return optimiser;
  }

  /** Hands in the sums of group number {@code leaf} of an update; copied. */
  public void submit(int leaf, MemorySegment sums) {
    tree.submit(leaf, sums);
  }

  /**
   * After all groups: gradients, optimiser, new weights.
   *
   * @param step number of the update, for the rate
   * @param groups submitted
   * @return whether the gradient was applied; see {@link TrainConfig#skip}
   */
  public boolean update(long step, int groups) {
    PartialSum sum = tree.result(groups);
    for (int i = 0; i < level.sumFloats(); i++) {
      total.set(FLOAT, 4L * i, (float) sum.get(i));
    }
    tree.release(sum);
    level.parameterGradients(total);
    boolean applied = optimiser.apply(step);
    if (applied) {
      level.update();
    }
    return applied;
  }

  /** Forgets the sums of an update that failed. */
  public void abandon() {
    tree.reset();
  }

  /** Makes the averages of the weights, if they are kept, the weights. */
  public void useAverages() {
    optimiser.useAverages();
  }

  @Override
  public void close() {
    tree.close();
  }
}
