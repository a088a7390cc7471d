package rivulet.flow;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Frame;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SolverOptions;
import rivulet.ode.Trajectory;
import rivulet.ode.adjoint.Adjoint;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;

/**
 * A group of images at one level on one worker: encodes them (data → latent, with log-det and
 * regularisers), decodes them, and gives the gradient of their losses. What a lane computes does
 * not depend on the others. After construction nothing is allocated on the heap; native memory
 * grows only when a solve takes more steps than any before.
 */
public final class FlowGroup {
  /** Integration interval of every block. */
  public static final double START = 0.0;

  public static final double END = 1.0;

  private static final int STATE = 0;

  private final CnfLevel level;
  private final GroupSystem system;
  private final GroupBlocks blocks;
  private final GroupGradient reverse;
  private final BlockSolver solver;
  private final MeasuredBlock run;
  private final RungeKuttaSolver encoder;
  private final RungeKuttaSolver decoder;
  private final Trajectory[] trajectories;
  private final double[] endTimes;
  private final int entries;

  /**
   * @param lanes most images of a group
   * @param tapeBytes memory for residuals; what does not fit is computed again
   */
  public FlowGroup(
      CnfLevel level, SolverOptions options, int lanes, long tapeBytes, Workspace workspace) {
    this(level, options, Adjoint.Kind.DISCRETE, lanes, tapeBytes, workspace);
  }

  /** The same with a choice of how gradients are found. */
  public FlowGroup(
      CnfLevel level,
      SolverOptions options,
      Adjoint.Kind kind,
      int lanes,
      long tapeBytes,
      Workspace workspace) {
    this(level, options, kind, lanes, tapeBytes, workspace, BlockSolver.ONCE);
  }

  /** The same with a choice of how gradients are found and of how {@link #encode} solves. */
  FlowGroup(
      CnfLevel level,
      SolverOptions options,
      Adjoint.Kind kind,
      int lanes,
      long tapeBytes,
      Workspace workspace,
      BlockSolver solver) {
    this.level = level;
    this.solver = solver;
    int q = GroupSystem.quadratures(level);
    this.encoder = new RungeKuttaSolver(options, lanes, q);
    this.decoder = new RungeKuttaSolver(options, lanes, 0);
    Adjoint adjoint = Adjoint.of(kind, options, lanes, AugmentedDynamics.QUADRATURES.size());
    int slots = GroupSystem.slots(level, tapeBytes, lanes, encoder.slotsPerStep());
    int count = level.blocks().size();
    this.system = new GroupSystem(level, lanes, adjoint.registers(), count, slots, 1, workspace);
    this.blocks = new GroupBlocks(level, system);
    this.trajectories = new Trajectory[count];
    for (int k = 0; k < count; k++) {
      trajectories[k] = level.reversible() ? recording(kind, lanes) : Trajectory.none();
    }
    this.entries = (int) level.spec().state().elements();
    this.endTimes = new double[count];
    Arrays.fill(endTimes, END);
    this.run = new MeasuredBlock(system, blocks, encoder, trajectories, adjoint.registers());
    if (level.differentiatedCondition() > 0 && kind != Adjoint.Kind.DISCRETE) {
      throw new IllegalArgumentException(
          "gradient by the condition: the discrete adjoint is needed, found " + kind.label());
    }
    this.reverse = new GroupGradient(level, system, blocks, adjoint, trajectories, workspace);
  }

  /** Backsolve needs the ends of a solve only. */
  private static Trajectory recording(Adjoint.Kind kind, int lanes) {
    return kind == Adjoint.Kind.BACKSOLVE ? new Trajectory(lanes, 1) : new Trajectory(lanes);
  }

  /** Chooses who shares the larger kernel calls; see {@link Frame#crew}. Changes no bit. */
  public void crew(WorkerPool crew) {
    system.frame().crew(crew);
  }

  /** Most images of a group. */
  public int lanes() {
    return system.lanes();
  }

  /** Chooses where {@link #encode} ends a block, {@link #END} unless chosen: for training only. */
  void endTime(int block, double time) {
    endTimes[block] = time;
  }

  /** Sets the state of a lane from a planar array. */
  public void state(int lane, double[] planar) {
    system.registers().set(lane, STATE, planar, 0);
  }

  /** Reads the state of a lane into a planar array. */
  public void state(int lane, double[] planar, int start) {
    system.registers().get(lane, STATE, planar, start);
  }

  /** Sets the condition of a lane from a planar array. */
  public void condition(int lane, double[] planar) {
    system.frame().setImage(TracedField.CONDITION, lane, planar, 0);
  }

  /** The probes of a block and lane, planar, one after the other; to be written by the caller. */
  public double[] probes(int block, int lane) {
    return blocks.probes(block)[lane];
  }

  /**
   * Encodes the listed lanes: all blocks forward in time. The state becomes the latent.
   *
   * @throws SolveException if a lane does not arrive
   */
  public void encode(int[] lanes, int count) {
    if (level.divergence() instanceof Divergence.None) {
      throw new IllegalStateException(
          "encode: this flow was loaded without a divergence; load it with an exact one or probes");
    }
    begin(lanes, count, true);
    for (int k = 0; k < trajectories.length; k++) {
      blocks.bind(k, lanes, count, true);
      system.begin(k);
      run.block(k);
      solver.solve(run, lanes, count, START, endTimes[k]);
    }
  }

  /** Decodes the listed lanes: all blocks backwards in time. */
  public void decode(int[] lanes, int count) {
    begin(lanes, count, false);
    for (int k = trajectories.length - 1; k >= 0; k--) {
      blocks.bind(k, lanes, count, false);
      system.begin(k);
      run.block(k);
      decoder.solve(system, lanes, count, END, START, Trajectory.none());
      for (int i = 0; i < count; i++) {
        run.arrived(decoder, lanes[i]);
      }
    }
  }

  /**
   * As {@link #decode}, with the log-det on the way: {@link #logDet} is then that of encoding what
   * was decoded. Steps may be others than those of {@link #decode}.
   */
  public void decodeWithLogDet(int[] lanes, int count) {
    begin(lanes, count, true);
    for (int k = trajectories.length - 1; k >= 0; k--) {
      blocks.bind(k, lanes, count, true);
      system.begin(k);
      run.block(k);
      run.solve(system, lanes, count, END, START, Trajectory.none());
    }
    for (int i = 0; i < count; i++) {
      double[] found = run.totals(lanes[i]);
      for (int q = 0; q < found.length; q++) {
        found[q] = -found[q]; // from 1 to 0, not from 0 to 1
      }
    }
  }

  private void begin(int[] lanes, int count, boolean measured) {
    system.quadratures(measured);
    for (int i = 0; i < count; i++) {
      run.begin(lanes[i], measured);
    }
  }

  /** ∫ divergence of all blocks: ln |det| of the flow, in nats. */
  public double logDet(int lane) {
    return run.totals(lane)[AugmentedDynamics.QUADRATURES.indexOf(AugmentedDynamics.DIVERGENCE)];
  }

  /** Number of probes whose shares of the log-det {@link #probeShare} tells apart; may be 0. */
  public int probeShares() {
    return level.separateProbes();
  }

  /** What one of several Hutchinson probes adds to {@link #logDet}, which is their sum. */
  public double probeShare(int lane, int probe) {
    return run.totals(lane)[GroupSystem.SHARES + probe];
  }

  /**
   * Where {@link #logDet} comes from: the integral of each diagonal entry of the Jacobian, planar.
   *
   * @throws IllegalStateException if the divergence is not exact
   */
  public void logDetMap(int lane, double[] planar) {
    if (level.separateEntries() == 0) {
      throw new IllegalStateException(
          "log-det map: the divergence is "
              + level.divergence().text()
              + "; only an exact one, of a level that is not trained, has a value per entry");
    }
    System.arraycopy(run.totals(lane), system.firstEntry(), planar, 0, entries);
  }

  /** Kinetic energy, summed over blocks. */
  public double kinetic(int lane) {
    return run.totals(lane)[AugmentedDynamics.QUADRATURES.indexOf(AugmentedDynamics.KINETIC)];
  }

  /** Jacobian norm, summed over blocks; 0 where the divergence is exact, which has no probes. */
  public double jacobian(int lane) {
    return run.totals(lane)[AugmentedDynamics.QUADRATURES.indexOf(AugmentedDynamics.JACOBIAN)];
  }

  /** Evaluations of the vector field in the last encode or decode, over all blocks. */
  public int evaluations(int lane) {
    return run.evaluations(lane);
  }

  /** ln N(state; 0, I), in nats. */
  public double baseLogDensity(int lane) {
    return system.baseLogDensity(lane, STATE, entries);
  }

  /** Sets the sums of this group's cotangents to zero. */
  public void clearSums() {
    reverse.clearSums();
  }

  /** Cotangents summed over all gradients since {@link #clearSums}. */
  public MemorySegment sums() {
    return reverse.sums();
  }

  /**
   * After {@link #encode}: adds the gradient of the weighted losses of the listed lanes to {@link
   * #sums}. The state is lost; the loss's gradient by the encoded data is in {@link #dataGradient},
   * that by the condition, if the level was loaded for it, in {@link #conditionGradient}.
   *
   * @throws SolveException if a continuous adjoint does not arrive
   */
  public void gradient(int[] lanes, int count, LossWeights loss) {
    reverse.add(lanes, count, loss, STATE);
  }

  /**
   * Gradient by the condition after {@link #gradient}, planar, summed over blocks in float64; live.
   * Empty unless the level was loaded for gradients by inputs and has a condition.
   */
  double[] conditionGradient(int lane) {
    return reverse.byCondition(lane);
  }

  /** Gradient by the encoded data after {@link #gradient}, planar. */
  public void dataGradient(int lane, double[] planar) {
    reverse.byData(lane, planar);
  }
}
