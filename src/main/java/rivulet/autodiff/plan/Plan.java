package rivulet.autodiff.plan;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import rivulet.autodiff.Gradient;
import rivulet.autodiff.Program;
import rivulet.autodiff.Segment;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.PhaseValues;
import rivulet.autodiff.plan.schedule.PlanRequest;
import rivulet.autodiff.plan.schedule.PlanRules;
import rivulet.autodiff.plan.schedule.PlannedPhase;
import rivulet.autodiff.plan.schedule.Scheduler;
import rivulet.autodiff.plan.schedule.Strips;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;

/**
 * A program made ready for native memory: every value has a home, every phase is a list of kernel
 * calls. Values are computed once per binding time; convolutions of primal and tangents with the
 * same kernel are one call; elementwise operations are fused row by row. Immutable; workers share
 * it, each with its own {@link Frame}.
 */
public final class Plan {
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** What a frame can run. */
  public enum Phase {
    /** After parameters changed: packs weights, computes maps that depend on them alone. */
    UPDATE,
    /** At the start of a solve: what depends on condition and probe. */
    SOLVE,
    /** f and the quadrature rates; leaves residuals on the tape if the plan has a reverse. */
    EVALUATE,
    /** f alone. */
    EVALUATE_PRIMAL,
    /** Cotangent of the state from cotangents of f and of the rates. */
    REVERSE_EVALUATION,
    /** After all evaluations of a solve were reversed: gradients of its constant inputs. */
    REVERSE_SOLVE,
    /** After all solves of an update were reversed: gradients of the parameters. */
    REVERSE_UPDATE
  }

  /** Home of a scalar input: a handle to pass on, nothing to look into. */
  @SuppressWarnings("exports")
  public record ScalarInput(Operand home) {}

  /** A parameter: its place in {@link NetworkMemory} and its number of floats. */
  public record Parameter(String name, long offset, int floats) {}

  private final Map<Phase, List<PlanCode.Entry>> phases;
  private final Strips strips;
  private final long[] bytes;
  private final Map<String, Operand> inputs;
  private final Map<String, Operand> outputs;
  private final Map<String, Operand> inputGradients;
  private final List<Parameter> parameters;
  private final Layout state;
  private final int quadratures;
  private final int widestBatch;
  private final int mostAddresses;
  private final Program program;
  private final int separable;
  private final int products;

  private Plan(
      PlanRequest request,
      PhaseValues usage,
      Homes homes,
      Strips strips,
      Map<Phase, List<PlanCode.Entry>> phases) {
    this.phases = phases;
    this.strips = strips;
    this.bytes = homes.bytes();
    this.inputs = Map.copyOf(homes.inputs().byName());
    this.outputs = Map.copyOf(homes.outputs(request));
    this.inputGradients = Map.copyOf(homes.inputGradients(request));
    this.parameters = List.copyOf(homes.inputs().parameters());
    this.state = usage.layout(request.state());
    this.quadratures = request.roles().quadratures();
    this.widestBatch = most(Instruction::batch);
    this.mostAddresses = most(Instruction::addresses);
    this.program = request.program();
    this.separable =
        request.sumsOfOnePhase()
            ? instructions().mapToInt(Instruction::separable).reduce(1, Plan::common)
            : 0;
    this.products = (int) instructions().filter(DotInstruction.class::isInstance).count();
  }

  private Stream<Instruction> instructions() {
    return phases.values().stream().flatMap(List::stream).map(PlanCode.Entry::instruction);
  }

  private int most(ToIntFunction<Instruction> need) {
    return instructions().mapToInt(need).max().orElse(1);
  }

  /**
   * Bytes of the temporaries of an image beyond which its evaluations go strip by strip. Measured
   * with 32 channels: whole images of 128×128 take 9 MiB and are as fast as strips; at 256×256
   * strips of 8 to 16 MiB take 0.80 of the time of whole images with an exact divergence and 0.91
   * with one probe, at 512×512 0.83 and 1.06.
   */
  private static final long STRIP_BYTES = 12L << 20;

  private static Plan of(PlanRequest request) {
    return of(request, STRIP_BYTES);
  }

  /** Each pass takes the values of those before it. */
  private static Plan of(PlanRequest request, long stripBytes) {
    PlanRules.check(request);
    PhaseValues usage = PhaseValues.of(request);
    PlanRules.checkBorders(usage);
    List<PlannedPhase> schedule = Scheduler.schedule(request, usage);
    Homes whole = Homes.of(request, usage, schedule, Strips.NONE);
    Tuning tuning = request.tuning();
    ToIntFunction<Value> tile = value -> SharedPlaces.convolution(value, tuning).rowHeight();
    long temporary = whole.bytes()[Region.SCRATCH.index()];
    Strips strips = Strips.of(request, schedule, tile, temporary, stripBytes);
    Homes homes = strips.height() == 0 ? whole : Homes.of(request, usage, schedule, strips);
    var code = PlanCode.of(request, schedule, homes, strips);
    return new Plan(request, usage, homes, strips, code);
  }

  /** Evaluation only, in strips whose temporaries take so many bytes, roughly. */
  static Plan inStrips(Program program, Roles roles, Tuning tuning, long stripBytes) {
    return of(new PlanRequest(program, Map.of(), List.of(), roles, tuning), stripBytes);
  }

  /** Settings of {@link #of}: names of state and output, and where rates go. */
  public record Roles(String state, String output, int quadratures, ToIntFunction<String> number) {}

  /** Plans evaluation only, with the usual kernels. */
  public static Plan of(Program program, Roles roles) {
    return of(program, roles, Tuning.DEFAULT);
  }

  /** Plans evaluation and its reverse, with the usual kernels. */
  public static Plan of(Gradient gradient, Roles roles) {
    return of(gradient, roles, Tuning.DEFAULT);
  }

  /** Plans evaluation only; the kernels are chosen by rooms of this module. */
  @SuppressWarnings("exports")
  public static Plan of(Program program, Roles roles, Tuning tuning) {
    return of(new PlanRequest(program, Map.of(), List.of(), roles, tuning));
  }

  /** Plans evaluation and its reverse; the kernels are chosen by rooms of this module. */
  @SuppressWarnings("exports")
  public static Plan of(Gradient gradient, Roles roles, Tuning tuning) {
    List<Segment> reverse = List.of(gradient.evaluation(), gradient.solve(), gradient.update());
    return of(new PlanRequest(gradient.program(), gradient.cotangents(), reverse, roles, tuning));
  }

  List<PlanCode.Entry> instructions(Phase phase) {
    return phases.get(phase);
  }

  Strips strips() {
    return strips;
  }

  /** Inner products of evaluations. */
  int products() {
    return products;
  }

  long bytes(Region region) {
    return bytes[region.index()];
  }

  /** Bytes of residuals of one evaluation of one image. */
  public long tapeBytes() {
    return bytes(Region.TAPE);
  }

  /** Floats of the cotangents that a group sums. */
  public int sumFloats() {
    return (int) (bytes(Region.UPDATE_SUM) / 4);
  }

  /** Layout of state, f and their cotangents. */
  public Layout stateLayout() {
    return state;
  }

  /** The parameters in order of declaration. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The scalar input of that name. */
  public ScalarInput scalar(String name) {
    Operand home = home(name);
    if (!home.layout().shape().equals(Shape.SCALAR)) {
      throw new IllegalArgumentException("plan: input '" + name + "' is no scalar");
    }
    return new ScalarInput(home);
  }

  /** Layout of the input image of that name. */
  public Layout inputLayout(String name) {
    return home(name).layout();
  }

  Operand home(String input) {
    Operand home = inputs.get(input);
    if (home == null) {
      throw new IllegalArgumentException(
          "plan: no input '" + input + "'; there are " + inputs.keySet());
    }
    return home;
  }

  Operand output(String name) {
    Operand home = outputs.get(name);
    if (home == null) {
      throw new IllegalArgumentException(
          "plan: no output image '" + name + "'; there are " + outputs.keySet());
    }
    return home;
  }

  Operand inputGradient(String name) {
    Operand home = inputGradients.get(name);
    if (home == null) {
      throw new IllegalArgumentException(
          "plan: no gradient by input '" + name + "'; there are " + inputGradients.keySet());
    }
    return home;
  }

  /** The least common multiple; 0 if one is 0. */
  private static int common(int a, int b) {
    int multiple = a;
    while (b > 0 && multiple % b != 0) {
      multiple += a;
    }
    return b == 0 ? 0 : multiple;
  }

  /**
   * The fewest images by which the sums of a group stay the same to the last bit if they are
   * evaluated and reversed a few after the other instead of all together: as many as no kernel
   * mixes with others. 0 if there is no such number, or a sum is fed by two phases.
   */
  public int separable() {
    return separable;
  }

  int quadratures() {
    return quadratures;
  }

  int widestBatch() {
    return widestBatch;
  }

  int mostAddresses() {
    return mostAddresses;
  }

  /** The planned program. */
  public Program program() {
    return program;
  }

  /** The kernel calls of a phase, one line each. */
  public String describe(Phase phase) {
    StringBuilder text = new StringBuilder();
    phases.get(phase).forEach(entry -> text.append(entry.instruction().describe()).append('\n'));
    return text.toString();
  }
}
