package rivulet.flow;

/**
 * How a group of images goes through a block: the seam between a flow and what integrates it. One
 * per {@link FlowGroup}.
 */
@FunctionalInterface
public interface BlockSolver {
  /** One solve from end to end. */
  BlockSolver ONCE =
      (run, lanes, count, from, to) -> run.solve(run.system(), lanes, count, from, to);

  /**
   * Takes the states of the listed lanes from one time to another; what {@link BlockRun#solve}
   * finds on the way is added up.
   *
   * @throws SolveException if a lane does not arrive
   */
  void solve(BlockRun run, int[] lanes, int count, double from, double to);
}
