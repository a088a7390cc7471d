package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.autodiff.ProgramPrinter;
import rivulet.autodiff.Segment;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.Vjp;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.KernelGradient;

/** Gives values homes and compiles the phases of a {@link Plan}, one after the other. */
final class PlanBuilder {
  private record PackKey(Value kernel, boolean adjoint, Shape input) {}

  /** A one-pixel value repeated over rows of that width. */
  record RowKey(Value pixel, int width) {}

  /** An accumulator of kernel gradients in the packed order of one image size. */
  record PackedSum(KernelGradient kernel, Operand home, Shape image) {}

  private final Program program;
  private final Plan.Roles roles;
  private final Tuning tuning;
  private final List<Segment> reverse;
  private final Map<String, Value> cotangents;
  private final PhaseValues usage;
  private final Map<Plan.Phase, List<Instruction>> instructions = new EnumMap<>(Plan.Phase.class);
  private final Map<Value, Operand> homes = new HashMap<>();
  private final Map<String, Operand> inputs = new LinkedHashMap<>();
  private final List<Plan.Parameter> parameters = new ArrayList<>();
  private final Map<PackKey, Operand> packed = new HashMap<>();
  private final Map<PackKey, Convolution> convolutions = new HashMap<>();
  private final Map<RowKey, Operand> expanded = new HashMap<>();
  private final Map<Value, List<PackedSum>> packedSums = new HashMap<>();
  private final Map<String, Operand> outputs = new LinkedHashMap<>();
  private final Map<String, Operand> inputGradients = new LinkedHashMap<>();
  private final PlanMemory memory;
  private int widestBatch = 1;
  private int mostAddresses = 1;

  PlanBuilder(
      Program program,
      Map<String, Value> cotangents,
      List<Segment> reverse,
      Plan.Roles roles,
      Tuning tuning) {
    this.program = program;
    this.cotangents = cotangents;
    this.reverse = reverse;
    this.roles = roles;
    this.tuning = tuning;
    PlanRules.check(program, cotangents, reverse, roles);
    this.usage = new PhaseValues(program, reverse, roles.output());
    usage.unifyBorders(stateFamily());
    PlanRules.checkBorders(usage);
    this.memory =
        new PlanMemory(
            usage.needed().stream()
                .filter(Value::isImage)
                .mapToLong(value -> 4L * layout(value).rowFloats())
                .max()
                .orElse(0));
    for (Plan.Phase phase : Plan.Phase.values()) {
      instructions.put(phase, new ArrayList<>());
    }
  }

  private List<Value> stateFamily() {
    List<Value> family = new ArrayList<>();
    family.add(program.input(roles.state()));
    family.add(program.output(roles.output()));
    if (!reverse.isEmpty()) {
      family.add(cotangents.get(roles.output()));
      family.add(reverse.getFirst().outputs().get(roles.state()));
    }
    return family;
  }

  Plan build() {
    placeInputs();
    for (Plan.Phase phase : Plan.Phase.values()) {
      boolean forward = phase.compareTo(Plan.Phase.EVALUATE_PRIMAL) <= 0;
      if (forward || !reverse.isEmpty()) {
        new PhaseCompiler(this, phase, sinks(phase)).compile();
      }
    }
    return new Plan(this);
  }

  private List<Sink> sinks(Plan.Phase phase) {
    return switch (phase) {
      case REVERSE_EVALUATION -> reverse.get(0).sinks();
      case REVERSE_SOLVE -> reverse.get(1).sinks();
      default -> List.of();
    };
  }

  /** Gradients of parameters by name, to be copied at the end of the last phase. */
  Map<String, Value> parameterGradients() {
    return reverse.get(2).outputs();
  }

  /** Gradients of inputs that are constant through a solve, by name. */
  Map<String, Value> solveGradients() {
    return reverse.get(1).outputs();
  }

  private void placeInputs() {
    program.inputs().forEach(this::placeInput);
    memory.gradientsLikeParameters();
    cotangents.forEach((name, value) -> {
      boolean state = name.equals(roles.output());
      Operand home =
          state ? Operand.image(Region.STATE, 0, layout(value)) : allocate(Region.SOLVE, value);
      homes.put(value, home);
      inputs.put(Vjp.cotangentName(name), home);
    });
    for (Segment segment : reverse) {
      segment.sinks().forEach(this::placeSum);
    }
    usage.needed().stream()
        .filter(value -> value.op() instanceof Op.Input && value.isImage())
        .filter(value -> !homes.containsKey(value))
        .sorted((a, b) -> Integer.compare(a.id(), b.id()))
        .forEach(value -> homes.put(value, allocate(sumRegion(value), value)));
  }

  private void placeInput(String name, Value value) {
    Operand home =
        switch (value.binding()) {
          case UPDATE -> allocate(Region.PARAMETERS, value);
          case SOLVE -> allocate(Region.SOLVE, value);
          case EVALUATION ->
              name.equals(roles.state())
                  ? Operand.image(Region.STATE, 0, layout(value))
                  : allocate(Region.SOLVE, value);
        };
    homes.put(value, home);
    inputs.put(name, home);
    if (value.binding() == Binding.UPDATE) {
      int floats = (int) value.extent().elements();
      long first = home.offset() + home.layout().origin();
      parameters.add(new Plan.Parameter(name, first, floats));
    }
  }

  private void placeSum(Sink sink) {
    if (sink.target().isImage() && !homes.containsKey(sink.accumulator())) {
      homes.put(sink.accumulator(), allocate(sumRegion(sink.accumulator()), sink.accumulator()));
    }
  }

  private static Region sumRegion(Value accumulator) {
    return accumulator.perImage() ? Region.SOLVE_SUM : Region.UPDATE_SUM;
  }

  /** The accumulator of a kernel for images of that size, created at first use. */
  PackedSum packedSum(Value accumulator, Value gradient) {
    Shape image = gradient.operand(0).shape();
    List<PackedSum> sums = packedSums.computeIfAbsent(accumulator, key -> new ArrayList<>());
    for (PackedSum sum : sums) {
      if (sum.image().equals(image)) {
        return sum;
      }
    }
    PackedSum sum = newPackedSum(gradient, Region.UPDATE_SUM);
    sums.add(sum);
    return sum;
  }

  PackedSum newPackedSum(Value gradient, Region region) {
    int border = usage.bordered(gradient.operand(1)) ? 1 : 0;
    Shape image = gradient.operand(0).shape();
    KernelGradient kernel = KernelGradient.of(image, gradient.kernel(), border, tuning);
    memory.grow(Region.WORK, kernel.scratchBytes());
    Operand home = memory.flat(region, kernel.packedFloats());
    return new PackedSum(kernel, home, image);
  }

  List<PackedSum> packedSums(Value accumulator) {
    return packedSums.getOrDefault(accumulator, List.of());
  }

  Convolution convolution(Value value) {
    return convolutions.computeIfAbsent(
        key(value),
        key -> {
          KernelShape kernel = key.kernel().kernel();
          int outputs = key.adjoint() ? kernel.inputs() : kernel.outputs();
          return Convolution.of(key.input(), outputs, kernel.size(), tuning);
        });
  }

  private static PackKey key(Value value) {
    boolean adjoint = value.op() instanceof Op.ConvolveAdjoint;
    return new PackKey(value.operand(1), adjoint, value.operand(0).shape());
  }

  /** Packed weights of a convolution, packed at the end of the update phase at first use. */
  Operand packed(Value value) {
    return packed.computeIfAbsent(
        key(value),
        key -> {
          boolean reversed = key.kernel().id() >= program.values().size();
          if (key.kernel().binding() != Binding.UPDATE || reversed) {
            throw new IllegalArgumentException(
                "plan: kernel "
                    + key.kernel()
                    + " of "
                    + ProgramPrinter.line(value)
                    + " changes within an update; only the interpreter runs such programs");
          }
          Convolution convolution = convolution(value);
          Operand home = memory.flat(Region.PARAMETERS, (int) (convolution.packedBytes() / 4));
          add(
              Plan.Phase.UPDATE,
              new KernelInstructions.Pack(
                  convolution, homes.get(key.kernel()), key.adjoint(), home));
          memory.grow(Region.WORK, convolution.scratchBytes());
          return home;
        });
  }

  /** A row that repeats a one-pixel image bound earlier than an evaluation. */
  Operand expanded(RowKey wanted, Shape shape) {
    return expanded.computeIfAbsent(
        wanted,
        key -> {
          Value pixel = key.pixel();
          boolean update = pixel.binding() == Binding.UPDATE;
          Operand row = memory.row(update ? Region.PARAMETERS : Region.SOLVE, shape);
          add(
              update ? Plan.Phase.UPDATE : Plan.Phase.SOLVE,
              new ExpandInstruction(homes.get(pixel), row, pixel.perImage()));
          return row;
        });
  }

  PlanMemory memory() {
    return memory;
  }

  Operand allocate(Region region, Value value) {
    return value.isImage()
        ? memory.image(region, layout(value))
        : memory.flat(region, (int) value.extent().elements());
  }

  Layout layout(Value value) {
    return new Layout(value.shape(), usage.bordered(value) ? 1 : 0);
  }

  void add(Plan.Phase phase, Instruction instruction) {
    instructions.get(phase).add(instruction);
  }

  void home(Value value, Operand home) {
    homes.put(value, home);
  }

  Operand home(Value value) {
    return homes.get(value);
  }

  PhaseValues usage() {
    return usage;
  }

  Program program() {
    return program;
  }

  Plan.Roles roles() {
    return roles;
  }

  /** Cotangent of the state, the result of the reverse of an evaluation. */
  Value stateGradient() {
    return reverse.getFirst().outputs().get(roles.state());
  }

  void noteBatch(int pairs) {
    widestBatch = Math.max(widestBatch, pairs);
  }

  void noteAddresses(int count) {
    mostAddresses = Math.max(mostAddresses, count);
  }

  List<Instruction> instructions(Plan.Phase phase) {
    return instructions.get(phase);
  }

  /** Where an output image lies after an evaluation. */
  void output(String name, Operand home) {
    outputs.put(name, home);
  }

  /** Where the gradient by an input lies after the reverse of a solve. */
  void inputGradient(String name, Operand home) {
    inputGradients.put(name, home);
  }

  Map<String, Operand> inputGradients() {
    return inputGradients;
  }

  Map<String, Operand> outputs() {
    return outputs;
  }

  Map<String, Operand> inputs() {
    return inputs;
  }

  List<Plan.Parameter> parameters() {
    return parameters;
  }

  Layout stateLayout() {
    return layout(program.input(roles.state()));
  }

  int quadratures() {
    return roles.quadratures();
  }

  int widestBatch() {
    return widestBatch;
  }

  int mostAddresses() {
    return mostAddresses;
  }
}
