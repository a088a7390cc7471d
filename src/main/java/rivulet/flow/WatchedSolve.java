package rivulet.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;
import rivulet.ode.RecordedSolve;
import rivulet.ode.RungeKuttaSolver;
import rivulet.ode.SaveAt;
import rivulet.ode.SolverOptions;
import rivulet.ode.StepListener;
import rivulet.ode.Trajectory;
import rivulet.random.NoiseStream;
import rivulet.tensor.Workspace;

/**
 * Solves of a level's blocks, to the bits of {@link FlowGroup}, that tell what happens on the way.
 * For looking, not for speed: they allocate as they go.
 */
public final class WatchedSolve {
  private static final int STATE = 0;
  private static final int DERIVATIVE = 1;

  private final CnfLevel level;
  private final RungeKuttaSolver solver;
  private final GroupSystem system;
  private final GroupBlocks blocks;
  private final FieldBatch batch;
  private final int[] lanes;
  private final int entries;

  /**
   * Memory for a group of images.
   *
   * @param measured whether quadratures are solved too
   */
  public WatchedSolve(
      CnfLevel level, SolverOptions options, int lanes, boolean measured, Workspace workspace) {
    this.level = level;
    this.entries = (int) level.spec().state().elements();
    this.solver =
        new RungeKuttaSolver(options, lanes, measured ? GroupSystem.quadratures(level) : 0);
    int registers = solver.registersToSave();
    this.system = new GroupSystem(level, lanes, registers, level.blocks().size(), 0, 0, workspace);
    system.quadratures(measured);
    this.blocks = new GroupBlocks(level, system);
    this.batch = new FieldBatch(lanes);
    this.lanes = new int[lanes];
    Arrays.setAll(this.lanes, lane -> lane);
  }

  /** Sets the state of a lane from a planar array. */
  public void state(int lane, double[] planar) {
    system.registers().set(lane, STATE, planar, 0);
  }

  /** The state of a lane, planar. */
  public double[] state(int lane) {
    return state(lane, STATE);
  }

  private double[] state(int lane, int register) {
    double[] planar = new double[entries];
    system.registers().get(lane, register, planar, 0);
    return planar;
  }

  /**
   * Puts an image into the first lane, as {@link LevelWorker} does.
   *
   * @param flow that the level is of
   * @param number of the level
   * @param kind of the probes
   * @param label its class, of a model with classes
   * @param seed of its probes, as is {@code epoch}
   * @param index the image's own index
   */
  public void load(
      MultiResolutionFlow flow,
      int number,
      ProbeKind kind,
      AnalysedImage image,
      int label,
      long seed,
      int epoch,
      long index) {
    LevelData data = new LevelData(flow, number);
    data.label(label);
    data.load(image);
    state(0, data.data());
    if (data.conditional()) {
      system.frame().setImage(TracedField.CONDITION, 0, data.condition(), 0);
    }
    NoiseStream noise = new NoiseStream();
    for (int block = 0; block < blocks.count(); block++) {
      double[] probes = blocks.probes(block)[0];
      kind.draw(noise, seed, epoch, index, number, block, level.probes(), entries, probes);
    }
  }

  /** ln N(state; 0, I) of a lane, in nats. */
  public double baseLogDensity(int lane) {
    return system.baseLogDensity(lane, STATE, entries);
  }

  /** An integral over the last solve of a lane; the first is the divergence. */
  public double quadrature(int lane, int q) {
    return solver.quadrature(lane, q);
  }

  /** Evaluations of the field in the last solve of a lane. */
  public int evaluations(int lane) {
    return solver.solution().evaluations(lane);
  }

  /**
   * Solves a block for the first {@code count} lanes, and takes their states at some times.
   *
   * @param times from {@code from} to {@code to}, without turning back
   * @return state by time, lane and entry
   * @throws SolveException if a lane does not arrive
   */
  public double[][][] statesAt(int block, int count, double from, double to, double[] times) {
    double[][][] states = new double[times.length][count][];
    bind(block, count);
    solver.solve(
        system,
        lanes,
        count,
        from,
        to,
        Trajectory.none(),
        new SaveAt(times, (lane, i, _, register) -> states[i][lane] = state(lane, register)));
    for (int lane = 0; lane < count; lane++) {
      requireArrived(block, lane);
    }
    return states;
  }

  /**
   * Sends the first lane through all blocks.
   *
   * @param intervals between the frames of each block, at least 1
   * @return the solve of each block; quadratures are divergence, kinetic energy and Jacobian norm
   *     ({@link rivulet.flow.network.AugmentedDynamics#QUADRATURES}), shares of several probes, and
   *     with an exact divergence every entry of the Jacobian's diagonal
   * @throws SolveException if it does not arrive
   */
  public List<RecordedSolve> encode(int intervals) {
    return IntStream.range(0, blocks.count())
        .mapToObj(block -> record(block, FlowGroup.START, FlowGroup.END, intervals))
        .toList();
  }

  /**
   * Solves a block for the first lane, twice: once for its steps and once for the states between
   * them.
   *
   * @param intervals between the frames, at least 1
   * @throws SolveException if it does not arrive
   */
  public RecordedSolve record(int block, double from, double to, int intervals) {
    bind(block, 1);
    double[] start = state(0);
    Recorder recorder = new Recorder();
    solver.solve(system, lanes, 1, from, to, Trajectory.none(), recorder);
    requireArrived(block, 0);
    double[] end = state(0);
    int evaluations = evaluations(0);
    state(0, start);
    List<RecordedSolve.Frame> frames = frames(block, from, to, intervals);
    state(0, end);
    return new RecordedSolve(frames, recorder.steps, evaluations);
  }

  private void bind(int block, int count) {
    blocks.bind(block, lanes, count, system.quadratures() > 0);
    system.begin(block);
  }

  private void requireArrived(int block, int lane) {
    if (!solver.solution().finished(lane)) {
      throw new SolveException(lane, block, solver.solution().describe(lane));
    }
  }

  /** Writes down what the solver tries. */
  private final class Recorder implements StepListener {
    private final List<RecordedSolve.Step> steps = new ArrayList<>();

    @Override
    public void accepted(OdeSystem solved, int lane, double t, double h, double next) {
      note(t, h, solver.solution().errorRatio(lane), true);
    }

    @Override
    public void rejected(int lane, double t, double h, double errorRatio) {
      note(t, h, errorRatio, false);
    }

    private void note(double t, double h, double ratio, boolean taken) {
      double[] sums = new double[system.quadratures()];
      Arrays.setAll(sums, q -> solver.quadrature(0, q));
      steps.add(new RecordedSolve.Step(t, h, ratio, taken, sums));
    }
  }

  private List<RecordedSolve.Frame> frames(int block, double from, double to, int intervals) {
    double[] times = new double[intervals + 1];
    double length = to - from;
    Arrays.setAll(times, i -> from + length * ((double) i / intervals));
    double[][][] states = statesAt(block, 1, from, to, times);
    List<RecordedSolve.Frame> frames = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      frames.add(new RecordedSolve.Frame(times[i], states[i][0], rates(times[i], states[i][0])));
    }
    return frames;
  }

  private double[] rates(double time, double[] state) {
    double[] rates = new double[system.quadratures()];
    state(0, state);
    batch.begin(STATE, DERIVATIVE, true, rates);
    batch.add(0, time, -1);
    system.evaluate(batch);
    return rates;
  }
}
