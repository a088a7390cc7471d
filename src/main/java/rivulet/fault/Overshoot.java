package rivulet.fault;

import rivulet.flow.BlockRun;
import rivulet.flow.BlockSolver;
import rivulet.flow.network.ProbeKind;

/** {@link LikelihoodFault#OVERSHOOT}: every lane goes on by half its mean step. */
final class Overshoot implements WrongPractice {
  @Override
  public BlockSolver blocks(ProbeKind probes) {
    return Overshoot::solve;
  }

  private static void solve(BlockRun run, int[] lanes, int count, double from, double to) {
    run.solve(run.system(), lanes, count, from, to);
    double[] further = new double[count];
    for (int i = 0; i < count; i++) {
      further[i] = 0.5 * (to - from) / run.accepted(lanes[i]);
    }
    for (int i = 0; i < count; i++) {
      int[] lane = {lanes[i]};
      run.solve(run.system(), lane, 1, to, to + further[i]);
    }
  }
}
