package rivulet.flow;

import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;

/** A block with its weights and probes in place, as a {@link BlockSolver} meets it. */
public interface BlockRun {
  /** The block's field and rates. */
  OdeSystem system();

  /** Registers of a lane that a solver and its adjoint may ask for. */
  int registers();

  /** Probes of a lane. */
  int probes();

  /** A lane's probes as they were drawn for this block, planar, one after the other; live. */
  double[] probes(int lane);

  /** Shows the field another probe of a lane, planar; it counts after {@link #prepare}. */
  void probe(int number, int lane, double[] planar);

  /** Computes what depends on condition and probes alone, for the listed lanes. */
  void prepare(FieldBatch batch);

  /**
   * Solves, and adds quadratures and evaluations of every listed lane to those of the group.
   *
   * @param solved {@link #system}, or something around it
   * @throws SolveException if a lane does not arrive
   */
  void solve(OdeSystem solved, int[] lanes, int count, double from, double to);

  /** Steps of a lane that the last {@link #solve} accepted. */
  int accepted(int lane);
}
