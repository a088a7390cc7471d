package rivulet.autodiff.plan.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.autodiff.Segment;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.Plan;
import rivulet.tensor.Layout;

/**
 * Which values each phase computes, after dead ones are dropped, and which values outlive the phase
 * they are computed in.
 */
public final class PhaseValues {
  private final Map<Plan.Phase, List<Value>> computed = new EnumMap<>(Plan.Phase.class);
  private final Map<Plan.Phase, List<Value>> roots = new EnumMap<>(Plan.Phase.class);
  private final Set<Value> needed = new HashSet<>();
  private final Set<Value> bordered = new HashSet<>();

  public static PhaseValues of(PlanRequest request) {
    return new PhaseValues(request);
  }

  private PhaseValues(PlanRequest request) {
    Program program = request.program();
    List<Segment> reverse = request.reverse();
    for (Plan.Phase phase : Plan.Phase.values()) {
      computed.put(phase, new ArrayList<>());
      roots.put(phase, new ArrayList<>());
    }
    program.values().forEach(value -> assign(value, forwardPhase(value.binding())));
    for (int i = 0; i < reverse.size(); i++) {
      Binding own = List.of(Binding.EVALUATION, Binding.SOLVE, Binding.UPDATE).get(i);
      Plan.Phase phase = reversePhase(own);
      for (Value value : reverse.get(i).values()) {
        boolean here = value.binding() == own && !besideItsActivation(value);
        assign(value, here ? phase : forwardPhase(value.binding()));
      }
      reverse.get(i).sinks().forEach(sink -> roots.get(phase).add(sink.contribution()));
      roots.get(phase).addAll(reverse.get(i).outputs().values());
    }
    roots.get(Plan.Phase.EVALUATE).addAll(program.outputs().values());
    roots.values().forEach(list -> list.forEach(this::mark));
    computed.values().forEach(list -> list.removeIf(value -> !needed.contains(value)));
    primal(request.output());
    markBorders();
    unifyBorders(request.stateFamily());
  }

  /**
   * Whether a value of the reverse is the first derivative of an activation that the forward phase
   * computes: in one pass with it the exponential is computed once, and the derivative is kept
   * instead of what it is taken at.
   */
  private boolean besideItsActivation(Value value) {
    return value.op() instanceof Op.Activate(var kind, int order)
        && order == 1
        && computed.get(forwardPhase(value.binding())).stream()
            .anyMatch(other ->
                other.op().equals(new Op.Activate(kind, 0))
                    && other.operand(0) == value.operand(0));
  }

  private void assign(Value value, Plan.Phase phase) {
    if (!(value.op() instanceof Op.Input)) {
      computed.get(phase).add(value);
    }
  }

  private static Plan.Phase forwardPhase(Binding binding) {
    return switch (binding) {
      case UPDATE -> Plan.Phase.UPDATE;
      case SOLVE -> Plan.Phase.SOLVE;
      case EVALUATION -> Plan.Phase.EVALUATE;
    };
  }

  private static Plan.Phase reversePhase(Binding binding) {
    return switch (binding) {
      case UPDATE -> Plan.Phase.REVERSE_UPDATE;
      case SOLVE -> Plan.Phase.REVERSE_SOLVE;
      case EVALUATION -> Plan.Phase.REVERSE_EVALUATION;
    };
  }

  private void mark(Value value) {
    if (needed.add(value)) {
      value.operands().forEach(this::mark);
    }
  }

  private void primal(Value output) {
    Set<Value> wanted = new HashSet<>();
    collect(output, wanted);
    roots.get(Plan.Phase.EVALUATE_PRIMAL).add(output);
    for (Value value : computed.get(Plan.Phase.EVALUATE)) {
      if (wanted.contains(value)) {
        computed.get(Plan.Phase.EVALUATE_PRIMAL).add(value);
      }
    }
  }

  private static void collect(Value value, Set<Value> into) {
    if (into.add(value)) {
      value.operands().forEach(operand -> collect(operand, into));
    }
  }

  private void markBorders() {
    for (Value value : needed) {
      switch (value.op()) {
        case Op.Convolve op -> markConvolution(value);
        case Op.ConvolveAdjoint op -> markConvolution(value);
        case Op.KernelGradient op when op.size() == 3 -> bordered.addAll(value.operands());
        default -> {} // all others take images with a border as well as without
      }
    }
  }

  private void markConvolution(Value value) {
    if (value.operand(1).kernel().size() == 3) {
      bordered.add(value);
      bordered.add(value.operand(0));
    }
  }

  /** Gives all these values a border if one of them has one. */
  private void unifyBorders(List<Value> values) {
    if (values.stream().anyMatch(bordered::contains)) {
      bordered.addAll(values);
    }
  }

  public boolean bordered(Value value) {
    return bordered.contains(value);
  }

  /** How an image lies in memory. */
  public Layout layout(Value value) {
    return new Layout(value.shape(), bordered(value) ? 1 : 0);
  }

  /** Bytes of the widest row of pixels. */
  public long widestRowBytes() {
    return needed.stream()
        .filter(Value::isImage)
        .mapToLong(value -> 4L * layout(value).rowFloats())
        .max()
        .orElse(0);
  }

  /** Gradients of kernels that a reverse has summed for its last phase, in order. */
  public List<Value> kernelSums(PlanRequest request) {
    return needed.stream()
        .filter(value -> value.op() instanceof Op.Input && !value.isImage())
        .filter(request::reversed)
        .sorted(Comparator.comparingInt(Value::id))
        .toList();
  }

  public Set<Value> needed() {
    return needed;
  }

  public List<Value> computed(Plan.Phase phase) {
    return computed.get(phase);
  }

  public List<Value> roots(Plan.Phase phase) {
    return roots.get(phase);
  }

  /** Whether any phase other than {@code phase} and the primal one reads the value. */
  public boolean outlives(Value value, Plan.Phase phase) {
    for (Plan.Phase other : Plan.Phase.values()) {
      if (other != phase && other != Plan.Phase.EVALUATE_PRIMAL && reads(other, value)) {
        return true;
      }
    }
    return false;
  }

  public boolean reads(Plan.Phase phase, Value value) {
    return roots.get(phase).contains(value)
        || computed.get(phase).stream().anyMatch(user -> user.operands().contains(value));
  }
}
