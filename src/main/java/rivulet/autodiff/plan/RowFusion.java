package rivulet.autodiff.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rivulet.autodiff.Op;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;

/**
 * Fuses a group of elementwise values of one shape into row operations. Values used only inside the
 * group live in row registers; contributions to sums are added on the fly.
 */
final class RowFusion {
  private final PhaseCompiler phase;
  private final Set<Value> group;
  private final Map<Value, Integer> remaining = new HashMap<>();
  private final Map<Value, Integer> registers = new HashMap<>();
  private final Deque<Integer> freeRegisters = new ArrayDeque<>();
  private final Set<Value> done = new HashSet<>();
  private final List<RowOp> ops = new ArrayList<>();
  private int nextRegister = 1;

  RowFusion(PhaseCompiler phase, Set<Value> group) {
    this.phase = phase;
    this.group = group;
    for (Value member : group) {
      member.operands().forEach(operand -> remaining.merge(operand, 1, Integer::sum));
    }
  }

  /**
   * The elementwise values that can be computed together now; empty if there are none. Products
   * with a scalar and second derivatives wait for their only user, so that they stay in registers.
   *
   * @param patient whether they wait; if not, they are computed on their own
   */
  static Set<Value> group(PhaseCompiler phase, Set<Value> pending, boolean patient) {
    Set<Value> waiting = patient ? waiting(phase, pending) : Set.of();
    Set<Value> group = new LinkedHashSet<>();
    Value first = null;
    for (Value value : pending) {
      boolean fits =
          elementwise(value)
              && !waiting.contains(value)
              && (first == null
                  || (value.shape().equals(first.shape()) && value.perImage() == first.perImage()));
      if (fits && phase.ready(value, group, waiting) && rowsReady(value, group)) {
        first = first == null ? value : first;
        value.operands().stream().filter(waiting::contains).forEach(group::add);
        group.add(value);
      }
    }
    return group;
  }

  private static Set<Value> waiting(PhaseCompiler phase, Set<Value> pending) {
    Set<Value> waiting = new HashSet<>();
    for (Value value : pending) {
      if (elementwise(value)) {
        for (Value operand : value.operands()) {
          if (waits(phase, pending, operand)
              && operand.shape().equals(value.shape())
              && operand.perImage() == value.perImage()) {
            waiting.add(operand);
          }
        }
      }
    }
    return waiting;
  }

  private static boolean waits(PhaseCompiler phase, Set<Value> pending, Value value) {
    return pending.contains(value)
        && value.isImage()
        && (scaledByScalar(value) || value.op() instanceof Op.SecondDerivative)
        && phase.uses(value) == 1
        && phase.sinksOf(value).isEmpty()
        && phase.ready(value, Set.of(), Set.of());
  }

  static boolean elementwise(Value value) {
    return value.isImage()
        && switch (value.op()) {
          case Op.Add op -> true;
          case Op.Multiply op -> true;
          case Op.Scale op -> true;
          case Op.Activate op -> true;
          case Op.Wave op -> true;
          case Op.SecondDerivative op -> true;
          case Op.Input _,
              Op.Fill _,
              Op.Indicator _,
              Op.Convolve _,
              Op.ConvolveAdjoint _,
              Op.KernelGradient _,
              Op.SelectInputs _,
              Op.EmbedInputs _,
              Op.Stretch _,
              Op.Shrink _,
              Op.SumTo _,
              Op.Dot _ ->
              false;
        };
  }

  /** A broadcast operand must be complete before the rows start. */
  private static boolean rowsReady(Value value, Set<Value> group) {
    return value.operands().stream()
        .noneMatch(operand -> group.contains(operand) && !operand.extent().equals(value.extent()));
  }

  static boolean isScalar(Value operand, Value user) {
    return operand.shape().equals(Shape.SCALAR) && !user.shape().equals(Shape.SCALAR);
  }

  static boolean needsRow(Value operand, Value user) {
    return !operand.shape().equals(user.shape()) && !isScalar(operand, user);
  }

  void compile() {
    for (Value value : group) {
      if (foldedIntoSum(value)) {
        accumulateScaled(value);
      } else if (!done.contains(value) && !foldedIntoAdd(value)) {
        compile(value);
      }
    }
    Value any = group.iterator().next();
    Layout layout = new Layout(any.shape(), 0);
    phase.emitRows(ops, any.shape().height(), layout.rowFloats(), any.perImage());
  }

  private boolean foldable(Value value) {
    return scaledByScalar(value) && phase.uses(value) == 1 && !phase.materialised(value, group);
  }

  /** A product with a scalar whose only use is a sum over evaluations. */
  private boolean foldedIntoSum(Value value) {
    return foldable(value) && phase.sinksOf(value).size() == 1;
  }

  /** A product with a scalar whose only use is an addition becomes part of it. */
  private boolean foldedIntoAdd(Value value) {
    return foldable(value) && phase.sinksOf(value).isEmpty() && addedOnce(value);
  }

  private boolean addedOnce(Value value) {
    for (Value member : group) {
      if (member.op() instanceof Op.Add && member.operands().contains(value)) {
        Value other = member.operand(member.operand(0) == value ? 1 : 0);
        return other != value && !isScalar(other, member) && !folds(other, value);
      }
    }
    return false;
  }

  /** Of two foldable operands only the second is folded. */
  private boolean folds(Value other, Value value) {
    return scaledByScalar(other) && group.contains(other) && other.id() > value.id();
  }

  private static boolean scaledByScalar(Value value) {
    return value.op() instanceof Op.Multiply
        && (isScalar(value.operand(0), value) ^ isScalar(value.operand(1), value));
  }

  private static Value scalarOf(Value product) {
    return product.operand(isScalar(product.operand(0), product) ? 0 : 1);
  }

  private static Value imageOf(Value product) {
    return product.operand(isScalar(product.operand(0), product) ? 1 : 0);
  }

  private void compile(Value value) {
    switch (value.op()) {
      case Op.Add op -> add(value);
      case Op.Multiply op -> multiply(value);
      case Op.Scale op ->
          emit(RowOp.Code.SCALE, null, (float) op.factor(), value, read(value.operand(0), value));
      case Op.Activate op -> activate(value, op);
      case Op.Wave op ->
          emit(
              op.cosine() ? RowOp.Code.COSINE : RowOp.Code.SINE,
              null,
              op.frequency(),
              value,
              read(value.operand(0), value));
      case Op.SecondDerivative op -> {
        Operand h = read(value.operand(0), value);
        Operand d = read(value.operand(1), value);
        Operand to = write(value);
        ops.add(new RowOp(RowOp.Code.SECOND_FROM_FIRST, op.kind(), 0, h, d, h, to, to));
      }
      // As elementwise() says, nothing else comes here.
      default -> throw new IllegalStateException("fusion: " + value.op());
    }
    finish(value);
  }

  private void add(Value value) {
    for (int i = 0; i < 2; i++) {
      Value product = value.operand(i);
      if (group.contains(product) && foldedIntoAdd(product)) {
        Operand a = read(imageOf(product), product);
        Operand s = phase.home(scalarOf(product));
        Operand c = read(value.operand(1 - i), value);
        Operand to = write(value);
        ops.add(new RowOp(RowOp.Code.AXPY, null, 0, a, s, c, to, to));
        release(imageOf(product));
        return;
      }
    }
    binary(value, RowOp.Code.ADD, RowOp.Code.ADD_SCALAR);
  }

  private void accumulateScaled(Value product) {
    Operand a = read(imageOf(product), product);
    Operand s = phase.home(scalarOf(product));
    Operand sum = phase.builder().home(phase.sinksOf(product).getFirst().accumulator());
    ops.add(new RowOp(RowOp.Code.ACCUMULATE_SCALED, null, 0, a, s, a, sum, sum));
    done.add(product);
    release(imageOf(product));
  }

  private void multiply(Value value) {
    binary(value, RowOp.Code.MULTIPLY, RowOp.Code.MULTIPLY_SCALAR);
  }

  private void binary(Value value, RowOp.Code plain, RowOp.Code withScalar) {
    Value left = value.operand(0);
    Value right = value.operand(1);
    if (isScalar(left, value)) {
      Value swap = left;
      left = right;
      right = swap;
    }
    if (isScalar(left, value)) {
      throw new IllegalArgumentException("fusion: two scalars give no image");
    }
    Operand a = read(left, value);
    boolean scalar = isScalar(right, value);
    Operand b = scalar ? phase.home(right) : read(right, value);
    Operand to = write(value);
    ops.add(new RowOp(scalar ? withScalar : plain, null, 0, a, b, a, to, to));
  }

  private void activate(Value value, Op.Activate op) {
    Value x = value.operand(0);
    Value partner = op.order() == 2 ? null : find(op.kind(), x, 1 - op.order());
    if (partner != null && !done.contains(partner)) {
      Operand in = read(x, value);
      Operand h = write(op.order() == 0 ? value : partner);
      Operand d = write(op.order() == 0 ? partner : value);
      ops.add(new RowOp(RowOp.Code.VALUE_AND_FIRST, op.kind(), 0, in, in, in, h, d));
      finish(partner);
      return;
    }
    RowOp.Code code =
        switch (op.order()) {
          case 0 -> RowOp.Code.VALUE;
          case 1 -> RowOp.Code.FIRST;
          default -> RowOp.Code.SECOND;
        };
    emit(code, op.kind(), 0, value, read(x, value));
  }

  private Value find(Activation kind, Value x, int order) {
    Op.Activate wanted = new Op.Activate(kind, order);
    for (Value member : group) {
      if (member.op().equals(wanted) && member.operand(0) == x) {
        return member;
      }
    }
    return null;
  }

  private void emit(RowOp.Code code, Activation kind, float factor, Value value, Operand a) {
    Operand to = write(value);
    ops.add(new RowOp(code, kind, factor, a, a, a, to, to));
  }

  /** Where an operand is read: its home, a register, or the row that repeats it. */
  private Operand read(Value operand, Value user) {
    if (needsRow(operand, user)) {
      return phase.row(operand, user);
    }
    Integer register = registers.get(operand);
    return register != null ? register(register, user.shape()) : phase.home(operand);
  }

  private Operand write(Value value) {
    if (phase.materialised(value, group)) {
      return phase.define(value);
    }
    int register = freeRegisters.isEmpty() ? nextRegister++ : freeRegisters.pop();
    registers.put(value, register);
    return register(register, value.shape());
  }

  private Operand register(int number, Shape shape) {
    Operand register = phase.builder().memory().register(number);
    Layout layout = new Layout(new Shape(shape.channels(), 1, shape.width()), 0);
    return new Operand(Region.ROWS, register.offset(), layout, 0);
  }

  /** Feeds the sums of a computed value and frees registers read for the last time. */
  private void finish(Value value) {
    done.add(value);
    for (Sink sink : phase.sinksOf(value)) {
      Operand sum = phase.builder().home(sink.accumulator());
      Operand from = read(value, value);
      ops.add(new RowOp(RowOp.Code.ACCUMULATE, null, 0, from, from, from, sum, sum));
    }
    value.operands().forEach(this::release);
    if (remaining.getOrDefault(value, 0) == 0) {
      free(value);
    }
  }

  private void release(Value operand) {
    if (remaining.containsKey(operand) && remaining.merge(operand, -1, Integer::sum) == 0) {
      free(operand);
    }
  }

  private void free(Value value) {
    Integer register = registers.remove(value);
    if (register != null) {
      freeRegisters.push(register);
    }
  }
}
