package rivulet.autodiff.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.tensor.Layout;

/**
 * Turns the values of one phase into instructions. Scheduling is greedy: all elementwise operations
 * that are ready are fused, then one convolution goes with every other that is ready and shares its
 * kernel. A temporary is released after its last use and its memory given to the next value of the
 * same layout, so that borders stay zero.
 */
final class PhaseCompiler {
  private final PlanBuilder builder;
  private final PhaseValues usage;
  private final Plan.Phase phase;
  private final List<Sink> sinks;
  private final Set<Value> pending;
  private final Map<Value, Operand> local = new HashMap<>();
  private final Map<PlanBuilder.RowKey, Operand> rows = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Map<Layout, Deque<Operand>> free = new HashMap<>();

  PhaseCompiler(PlanBuilder builder, Plan.Phase phase, List<Sink> sinks) {
    this.builder = builder;
    this.usage = builder.usage();
    this.phase = phase;
    this.sinks = sinks;
    this.pending = new LinkedHashSet<>();
  }

  void compile() {
    List<Value> computed = usage.computed(phase);
    for (Value value : computed) {
      value.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
    usage.roots(phase).forEach(root -> uses.merge(root, 1, Integer::sum));
    enter();
    Set<Value> here = new HashSet<>(computed);
    sinks.stream()
        .filter(sink -> !here.contains(sink.contribution()))
        .forEach(new ValueCompiler(this)::sum);
    int done = 0;
    for (int end : builder.program().sections()) {
      done = section(computed, done, end);
    }
    section(computed, done, Integer.MAX_VALUE);
    leave();
  }

  /** Compiles the values from place {@code from} on whose ids are below {@code end}. */
  private int section(List<Value> computed, int from, int end) {
    int next = from;
    while (next < computed.size() && computed.get(next).id() < end) {
      pending.add(computed.get(next++));
    }
    while (!pending.isEmpty()) {
      step();
    }
    return next;
  }

  /** Elementwise work first, then one other value; products that wait only if nothing else can. */
  private void step() {
    if (fuse(true)) {
      return;
    }
    Optional<Value> next =
        pending.stream()
            .filter(value -> !value.isImage() || !RowFusion.elementwise(value))
            .filter(value -> ready(value, Set.of(), Set.of()))
            .findFirst();
    if (next.isPresent()) {
      new ValueCompiler(this).compile(next.get());
    } else if (!fuse(false)) {
      throw new IllegalStateException("plan: no value is ready in phase " + phase);
    }
  }

  /** Keeps the state for the reverse, and takes kernel sums over. */
  private void enter() {
    Value state = builder.program().input(builder.roles().state());
    if (phase == Plan.Phase.EVALUATE && usage.reads(Plan.Phase.REVERSE_EVALUATION, state)) {
      Operand kept = builder.allocate(Region.TAPE, state);
      copy(builder.home(state), kept);
      builder.home(state, kept);
      local.put(state, Operand.image(Region.STATE, 0, builder.layout(state)));
    } else if (phase == Plan.Phase.EVALUATE_PRIMAL || phase == Plan.Phase.EVALUATE) {
      local.put(state, Operand.image(Region.STATE, 0, builder.layout(state)));
    }
    if (phase == Plan.Phase.REVERSE_UPDATE) {
      usage.needed().stream()
          .filter(value -> value.op() instanceof Op.Input && !value.isImage())
          .filter(value -> value.id() >= builder.program().values().size())
          .sorted((a, b) -> Integer.compare(a.id(), b.id()))
          .forEach(this::unpack);
    }
  }

  private void unpack(Value accumulator) {
    List<PlanBuilder.PackedSum> sums = builder.packedSums(accumulator);
    Operand home = builder.allocate(Region.GRADIENTS, accumulator);
    emit(
        new KernelInstructions.Unpack(
            sums.stream().map(PlanBuilder.PackedSum::kernel).toList(),
            sums.stream().map(PlanBuilder.PackedSum::home).toList(),
            home,
            accumulator.kernel()));
    local.put(accumulator, home);
  }

  /** Delivers results that were not computed in their final place. */
  private void leave() {
    if (phase == Plan.Phase.REVERSE_EVALUATION) {
      deliver(builder.stateGradient());
    }
    if (phase == Plan.Phase.EVALUATE || phase == Plan.Phase.EVALUATE_PRIMAL) {
      deliver(builder.program().output(builder.roles().output()));
    }
    if (phase == Plan.Phase.EVALUATE) {
      builder.program().outputs().forEach(this::noteOutput);
    }
    if (phase == Plan.Phase.REVERSE_SOLVE) {
      builder.solveGradients().forEach((name, g) -> builder.inputGradient(name, home(g)));
    }
    if (phase == Plan.Phase.REVERSE_UPDATE) {
      builder.parameterGradients().forEach(this::deliverGradient);
    }
  }

  private void noteOutput(String name, Value value) {
    if (!(value.op() instanceof Op.Dot)) {
      builder.output(name, home(value));
    }
  }

  private void deliver(Value value) {
    Operand home = home(value);
    if (home.region() != Region.DERIVATIVE) {
      copy(home, Operand.image(Region.DERIVATIVE, 0, builder.layout(value)));
    }
  }

  private void deliverGradient(String name, Value value) {
    Operand parameter = builder.home(builder.program().input(name));
    Operand to =
        new Operand(Region.GRADIENTS, parameter.offset(), parameter.layout(), parameter.rowStep());
    emit(new KernelInstructions.Copy(home(value), to, (int) value.extent().elements()));
  }

  /** Copies to a place that every lane has for itself, also from one that all lanes share. */
  private void copy(Operand from, Operand to) {
    RowOp op = new RowOp(RowOp.Code.COPY, null, 0, from, from, from, to, to);
    Layout layout = to.layout();
    emitRows(List.of(op), layout.shape().height(), layout.rowFloats(), true);
  }

  void emitRows(List<RowOp> ops, int count, int floats, boolean perImage) {
    RowInstruction instruction = new RowInstruction(ops, count, floats, perImage);
    builder.noteAddresses(instruction.addresses());
    emit(instruction);
  }

  void emit(Instruction instruction) {
    builder.add(phase, instruction);
  }

  Operand home(Value value) {
    Operand home = local.get(value);
    return home != null ? home : builder.home(value);
  }

  Plan.Phase phase() {
    return phase;
  }

  Set<Value> pending() {
    return pending;
  }

  /** Gives a value a home of its own in this phase. */
  void keep(Value value, Operand home) {
    local.put(value, home);
  }

  PlanBuilder builder() {
    return builder;
  }

  int uses(Value value) {
    return uses.getOrDefault(value, 0);
  }

  /** Sinks fed by a value. */
  List<Sink> sinksOf(Value value) {
    return sinks.stream().filter(sink -> sink.contribution() == value).toList();
  }

  /** Whether a value must lie in memory, not only feed the sinks of its own instruction. */
  boolean materialised(Value value, Set<Value> group) {
    int inside = sinksOf(value).size();
    for (Value member : group) {
      inside += (int) member.operands().stream().filter(operand -> operand == value).count();
    }
    return inside < uses(value) || persistent(value);
  }

  private boolean persistent(Value value) {
    return phase != Plan.Phase.EVALUATE_PRIMAL && usage.outlives(value, phase);
  }

  private boolean isResult(Value value) {
    return switch (phase) {
      case EVALUATE, EVALUATE_PRIMAL -> value == builder.program().output(builder.roles().output());
      case REVERSE_EVALUATION -> value == builder.stateGradient();
      default -> false;
    };
  }

  /** Gives a value that is about to be computed its home. */
  Operand define(Value value) {
    Operand home = place(value);
    if (phase == Plan.Phase.EVALUATE_PRIMAL || home.region() == Region.SCRATCH) {
      local.put(value, home);
    } else if (home.region() == Region.DERIVATIVE) {
      local.put(value, home);
    } else {
      builder.home(value, home);
    }
    return home;
  }

  private Operand place(Value value) {
    if (isResult(value) && !persistent(value)) {
      return Operand.image(Region.DERIVATIVE, 0, builder.layout(value));
    }
    return switch (phase) {
      case UPDATE -> builder.allocate(Region.PARAMETERS, value);
      case REVERSE_UPDATE -> builder.allocate(Region.GRADIENTS, value);
      case SOLVE -> persistent(value) ? builder.allocate(Region.SOLVE, value) : scratch(value);
      case EVALUATE -> persistent(value) ? builder.allocate(Region.TAPE, value) : scratch(value);
      default -> scratch(value);
    };
  }

  private Operand scratch(Value value) {
    Deque<Operand> candidates = free.get(builder.layout(value));
    return candidates != null && !candidates.isEmpty()
        ? candidates.pop()
        : builder.allocate(Region.SCRATCH, value);
  }

  private void consumed(Value value) {
    for (Value operand : value.operands()) {
      if (uses.merge(operand, -1, Integer::sum) == 0) {
        release(operand);
      }
    }
  }

  private void release(Value value) {
    Operand home = local.get(value);
    if (home != null && home.region() == Region.SCRATCH && value.isImage()) {
      free.computeIfAbsent(home.layout(), key -> new ArrayDeque<>()).push(home);
    }
  }

  /** Whether all operands are computed, or will be in the group or with it. */
  boolean ready(Value value, Set<Value> group, Set<Value> waiting) {
    for (Value operand : value.operands()) {
      boolean here = group.contains(operand) || waiting.contains(operand);
      if (pending.contains(operand) && !here) {
        return false;
      }
    }
    return true;
  }

  private boolean fuse(boolean patient) {
    Set<Value> group = RowFusion.group(this, pending, patient);
    if (group.isEmpty()) {
      return false;
    }
    for (Value member : group) {
      for (Value operand : member.operands()) {
        prepareRow(operand, member);
      }
    }
    new RowFusion(this, group).compile();
    finish(group);
    return true;
  }

  void finish(Iterable<Value> group) {
    for (Value member : group) {
      pending.remove(member);
      int delivered = sinksOf(member).size();
      if (uses.merge(member, -delivered, Integer::sum) == 0) {
        release(member);
      }
    }
    group.forEach(this::consumed);
  }

  /** A one-pixel operand broadcast over an image is read from a row that repeats it. */
  private void prepareRow(Value operand, Value user) {
    PlanBuilder.RowKey key = new PlanBuilder.RowKey(operand, user.shape().width());
    if (!RowFusion.needsRow(operand, user) || rows.containsKey(key)) {
      return;
    }
    if (operand.binding() == Binding.EVALUATION
        || home(operand).region() == Region.SCRATCH
        || phase == Plan.Phase.REVERSE_SOLVE
        || phase == Plan.Phase.REVERSE_UPDATE) {
      Region region = operand.perImage() ? Region.SCRATCH : Region.PARAMETERS;
      Operand row = builder.memory().row(region, user.shape());
      emit(new ExpandInstruction(home(operand), row, operand.perImage()));
      rows.put(key, row);
    } else {
      rows.put(key, builder.expanded(key, user.shape()));
    }
  }

  Operand row(Value operand, Value user) {
    return rows.get(new PlanBuilder.RowKey(operand, user.shape().width()));
  }
}
