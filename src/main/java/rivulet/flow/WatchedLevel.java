package rivulet.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * Sends single images through one level as {@link LevelWorker} does, to the same bits, and writes
 * down what happens on the way. For looking, not for speed: every block is solved twice, once for
 * its steps and once for the states between them, and allocates as it goes.
 */
public final class WatchedLevel {
  private static final int STATE = 0;
  private static final int DERIVATIVE = 1;
  private static final int[] LANE = {0};

  private final CnfLevel level;
  private final int number;
  private final ProbeKind probeKind;
  private final LevelData data;
  private final RungeKuttaSolver solver;
  private final GroupSystem system;
  private final GroupBlocks blocks;
  private final NoiseStream noise = new NoiseStream();
  private final FieldBatch batch = new FieldBatch(1);
  private final int entries;

  /** Memory for one image at a time. */
  public WatchedLevel(
      MultiResolutionFlow flow,
      int number,
      SolverOptions options,
      ProbeKind probeKind,
      Workspace workspace) {
    this.level = flow.level(number);
    this.number = number;
    this.probeKind = probeKind;
    this.data = new LevelData(flow, number);
    this.entries = (int) level.spec().state().elements();
    this.solver = new RungeKuttaSolver(options, 1, GroupSystem.quadratures(level));
    int registers = solver.registersToSave();
    this.system = new GroupSystem(level, 1, registers, level.blocks().size(), 0, workspace);
    this.blocks = new GroupBlocks(level, system);
  }

  /**
   * Sends an image through.
   *
   * @param label its class, of a model with classes
   * @param seed of its probes, as is {@code epoch}
   * @param index the image's own index
   * @param intervals between the frames of each block, at least 1
   * @return the solve of each block; quadratures are divergence, kinetic energy and Jacobian norm
   *     ({@link rivulet.flow.network.AugmentedDynamics#QUADRATURES}), shares of several probes, and
   *     with an exact divergence every entry of the Jacobian's diagonal
   * @throws SolveException if it does not arrive
   */
  public List<RecordedSolve> follow(
      AnalysedImage image, int label, long seed, int epoch, long index, int intervals) {
    load(image, label, seed, epoch, index);
    List<RecordedSolve> solves = new ArrayList<>();
    for (int block = 0; block < blocks.count(); block++) {
      blocks.bind(block, LANE, 1, true);
      system.begin(block);
      double[] start = state();
      List<RecordedSolve.Step> steps = solve(block);
      double[] end = state();
      int evaluations = solver.solution().evaluations(0);
      system.registers().set(0, STATE, start, 0);
      solves.add(new RecordedSolve(frames(intervals), steps, evaluations));
      system.registers().set(0, STATE, end, 0);
    }
    return solves;
  }

  private void load(AnalysedImage image, int label, long seed, int epoch, long index) {
    data.label(label);
    data.load(image);
    system.registers().set(0, STATE, data.data(), 0);
    if (data.conditional()) {
      system.frame().setImage(TracedField.CONDITION, 0, data.condition(), 0);
    }
    for (int block = 0; block < blocks.count(); block++) {
      double[] probes = blocks.probes(block)[0];
      probeKind.draw(noise, seed, epoch, index, number, block, level.probes(), entries, probes);
    }
  }

  private double[] state() {
    double[] planar = new double[entries];
    system.registers().get(0, STATE, planar, 0);
    return planar;
  }

  private List<RecordedSolve.Step> solve(int block) {
    Recorder recorder = new Recorder();
    solver.solve(system, LANE, 1, FlowGroup.START, FlowGroup.END, Trajectory.none(), recorder);
    if (!solver.solution().finished(0)) {
      throw new SolveException(0, block, solver.solution().describe(0));
    }
    return recorder.steps;
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

  private List<RecordedSolve.Frame> frames(int intervals) {
    double[] times = new double[intervals + 1];
    double length = FlowGroup.END - FlowGroup.START;
    Arrays.setAll(times, i -> FlowGroup.START + length * ((double) i / intervals));
    double[][] states = new double[times.length][entries];
    SaveAt all =
        new SaveAt(times, (_, i, _, register) -> system.registers().get(0, register, states[i], 0));
    solver.solve(system, LANE, 1, FlowGroup.START, FlowGroup.END, Trajectory.none(), all);
    List<RecordedSolve.Frame> frames = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      frames.add(new RecordedSolve.Frame(times[i], states[i], rates(times[i], states[i])));
    }
    return frames;
  }

  private double[] rates(double time, double[] state) {
    double[] rates = new double[system.quadratures()];
    system.registers().set(0, STATE, state, 0);
    batch.begin(STATE, DERIVATIVE, true, rates);
    batch.add(0, time, -1);
    system.evaluate(batch);
    return rates;
  }
}
