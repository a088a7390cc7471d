package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import rivulet.autodiff.Gradient;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.autodiff.Value;
import rivulet.autodiff.Vjp;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Layout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A plan with all the memory it runs in: per lane a register each for state, f, cotangent and its
 * result. State {@code z}, output {@code f}; the quadratures are the sums among the outputs.
 */
public final class PlannedProgram implements AutoCloseable {
  private static final int STATE = 0;
  private static final int DERIVATIVE = 1;
  private static final int COTANGENT = 2;
  private static final int RESULT = 3;

  private final Workspace workspace = new Workspace();
  private final Plan plan;
  private final Frame frame;
  private final NetworkMemory network;
  private final MemorySegment registers;
  private final Layout layout;
  private final int lanes;

  public PlannedProgram(Gradient gradient, Tuning tuning, int lanes, int slots) {
    this(Plan.of(gradient, roles(gradient.program()), tuning), lanes);
    frame.allocateTape(slots);
    MemorySegment sums = workspace.allocate(4L * plan.sumFloats());
    frame.bindSums(sums, 0);
  }

  /** Without a reverse. */
  public PlannedProgram(Program program, Tuning tuning, int lanes) {
    this(Plan.of(program, roles(program), tuning), lanes);
    frame.allocateTape(0);
  }

  /** Evaluation only, in strips of as few rows as there are. */
  public static PlannedProgram inStrips(Program program, Tuning tuning, int lanes) {
    Plan plan = Plan.inStrips(program, roles(program), tuning, 1);
    return new PlannedProgram(plan, lanes);
  }

  /** Rows of a strip, 0 if images are not divided. */
  public int stripRows() {
    return plan.strips().rows();
  }

  private PlannedProgram(Plan plan, int lanes) {
    this.plan = plan;
    this.lanes = lanes;
    this.frame = new Frame(plan, lanes, workspace);
    this.network = NetworkMemory.allocate(plan, workspace);
    this.layout = plan.stateLayout();
    this.registers = workspace.allocate(layout.imageBytes() * lanes * (RESULT + 1));
    frame.bind(network);
    frame.bindRegisters(registers);
  }

  /** Lets a crew share the kernel calls. */
  public void crew(WorkerPool crew, Sharing.Terms terms) {
    frame.crew(crew, terms);
  }

  public static Plan.Roles roles(Program program) {
    var names =
        program.outputs().entrySet().stream()
            .filter(entry -> entry.getValue().op() instanceof Op.Dot)
            .map(Map.Entry::getKey)
            .toList();
    return new Plan.Roles("z", "f", names.size(), names::indexOf);
  }

  public Plan plan() {
    return plan;
  }

  public Frame frame() {
    return frame;
  }

  private long register(int lane, int number) {
    return ((long) number * lanes + lane) * layout.imageBytes();
  }

  public void parameter(String name, double[] values) {
    Plan.Parameter place = place(name);
    for (int i = 0; i < place.floats(); i++) {
      network.parameters().set(Plan.FLOAT, place.offset() + 4L * i, (float) values[i]);
    }
  }

  private Plan.Parameter place(String name) {
    return plan.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  public void update() {
    frame.run(Plan.Phase.UPDATE);
  }

  void input(String name, int lane, double[] planar) {
    if (name.equals("z")) {
      layout.scatter(planar, 0, registers, register(lane, STATE));
    } else {
      frame.setImage(name, lane, planar, 0);
    }
  }

  /** Sets every input: parameters, then per-lane images from the array of the image's number. */
  public void inputs(Map<String, double[][]> data, int lane, int image) {
    data.forEach((name, arrays) -> {
      if (plan.program().input(name).perImage()) {
        input(name, lane, arrays[image]);
      }
    });
  }

  public void select(int... chosen) {
    frame.select(chosen, chosen.length);
  }

  /** Runs a phase over the selected lanes with residuals in a slot of the tape. */
  public void run(Plan.Phase phase, int slot) {
    boolean reverse = phase == Plan.Phase.REVERSE_EVALUATION;
    for (int lane = 0; lane < lanes; lane++) {
      frame.place(
          lane,
          register(lane, reverse ? COTANGENT : STATE),
          register(lane, reverse ? RESULT : DERIVATIVE));
      frame.placeTape(lane, slot);
    }
    frame.run(phase);
  }

  public void cotangent(String output, int lane, double[] planar) {
    if (output.equals("f")) {
      layout.scatter(planar, 0, registers, register(lane, COTANGENT));
    } else {
      frame.setImage(Vjp.cotangentName(output), lane, planar, 0);
    }
  }

  public void clearSums(int lane) {
    frame.clearSolveSums(lane);
  }

  private double[] read(int lane, int number) {
    double[] planar = new double[(int) layout.shape().elements()];
    layout.gather(registers, register(lane, number), planar, 0);
    return planar;
  }

  /** An output of the last evaluation: f from its register, a rate, or another image. */
  public double[] output(String name, int lane) {
    Value value = plan.program().output(name);
    if (value.op() instanceof Op.Dot) {
      int number = roles(plan.program()).number().applyAsInt(name);
      return new double[] {frame.rates()[lane * plan.quadratures() + number]};
    }
    if (name.equals("f")) {
      return read(lane, DERIVATIVE);
    }
    double[] planar = new double[(int) value.extent().elements()];
    System.arraycopy(frame.output(name, lane).toPlanar(), 0, planar, 0, planar.length);
    return planar;
  }

  public double[] stateGradient(int lane) {
    return read(lane, RESULT);
  }

  public double[] parameterGradient(String name) {
    Plan.Parameter place = place(name);
    double[] values = new double[place.floats()];
    for (int i = 0; i < values.length; i++) {
      values[i] = network.gradients().get(Plan.FLOAT, place.offset() + 4L * i);
    }
    return values;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
