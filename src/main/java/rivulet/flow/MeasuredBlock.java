package rivulet.flow;

import java.util.Arrays;
import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.Trajectory;

/**
 * The block that a group of images is in, and what solving it and those before it has added up.
 * Allocates nothing after construction.
 */
final class MeasuredBlock implements BlockRun {
  private final GroupSystem system;
  private final GroupBlocks blocks;
  private final RungeKuttaSolver solver;
  private final Trajectory[] trajectories;
  private final int registers;
  private final double[][] totals;
  private final int[] evaluations;
  private int block;

  /**
   * @param solver with all quadratures of the system
   * @param trajectories of the blocks, which solves forward in time record
   */
  MeasuredBlock(
      GroupSystem system,
      GroupBlocks blocks,
      RungeKuttaSolver solver,
      Trajectory[] trajectories,
      int registers) {
    this.system = system;
    this.blocks = blocks;
    this.solver = solver;
    this.trajectories = trajectories;
    this.registers = registers;
    this.totals = new double[system.lanes()][system.quadratures()];
    this.evaluations = new int[system.lanes()];
  }

  /** Starts the sums of a lane anew; those of quadratures only if there will be any. */
  void begin(int lane, boolean measured) {
    evaluations[lane] = 0;
    if (measured) {
      Arrays.fill(totals[lane], 0);
    }
  }

  /** Goes to a block. */
  void block(int number) {
    block = number;
  }

  /** Sums of the quadratures of a lane; live. */
  double[] totals(int lane) {
    return totals[lane];
  }

  /** Evaluations of the field for a lane. */
  int evaluations(int lane) {
    return evaluations[lane];
  }

  /** Counts what a solve took. */
  void arrived(RungeKuttaSolver by, int lane) {
    if (!by.solution().finished(lane)) {
      throw new SolveException(lane, block, by.solution().describe(lane));
    }
    evaluations[lane] += by.solution().evaluations(lane);
  }

  void solve(
      OdeSystem solved, int[] lanes, int count, double from, double to, Trajectory recording) {
    solver.solve(solved, lanes, count, from, to, recording);
    for (int i = 0; i < count; i++) {
      arrived(solver, lanes[i]);
      double[] sums = totals[lanes[i]];
      for (int q = 0; q < sums.length; q++) {
        sums[q] += solver.quadrature(lanes[i], q);
      }
    }
  }

  @Override
  public void solve(OdeSystem solved, int[] lanes, int count, double from, double to) {
    solve(solved, lanes, count, from, to, trajectories[block]);
  }

  @Override
  public OdeSystem system() {
    return system;
  }

  @Override
  public int registers() {
    return registers;
  }

  @Override
  public int probes() {
    return blocks.probesPerLane();
  }

  @Override
  public double[] probes(int lane) {
    return blocks.probes(block)[lane];
  }

  @Override
  public void probe(int number, int lane, double[] planar) {
    blocks.show(number, lane, planar, 0);
  }

  @Override
  public void prepare(FieldBatch batch) {
    system.prepare(batch);
  }

  @Override
  public int accepted(int lane) {
    return solver.solution().accepted(lane);
  }
}
