package rivulet.autodiff.plan.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import rivulet.autodiff.Op;
import rivulet.autodiff.Value;

/**
 * Puts a group of elementwise values in order: activations go with their derivatives, products with
 * a scalar become part of the sums that alone read them.
 */
final class RowOrder {
  private final PhaseWork work;
  private final Set<Value> group;
  private final Set<Value> done = new HashSet<>();

  private RowOrder(PhaseWork work, Set<Value> group) {
    this.work = work;
    this.group = group;
  }

  static List<RowStep> of(PhaseWork work, Set<Value> group) {
    return new RowOrder(work, group).steps();
  }

  private List<RowStep> steps() {
    List<RowStep> steps = new ArrayList<>();
    for (Value value : group) {
      if (foldedIntoSum(value)) {
        steps.add(new RowStep.ScaledSum(value));
      } else if (!done.contains(value) && !foldedIntoAdd(value)) {
        RowStep step = step(value);
        steps.add(step);
        done.addAll(step.written());
      }
    }
    return List.copyOf(steps);
  }

  private RowStep step(Value value) {
    if (value.op() instanceof Op.Add) {
      for (int i = 0; i < 2; i++) {
        Value product = value.operand(i);
        if (group.contains(product) && foldedIntoAdd(product)) {
          return new RowStep.ScaledAdd(value, product, value.operand(1 - i));
        }
      }
    }
    Value partner = value.op() instanceof Op.Activate op ? partner(value, op) : null;
    return partner == null ? new RowStep.Plain(value) : new RowStep.Pair(value, partner);
  }

  /** The first derivative of an activation, or the other way round, if it is to be computed too. */
  private Value partner(Value value, Op.Activate op) {
    if (op.order() == 2) {
      return null;
    }
    Op.Activate wanted = new Op.Activate(op.kind(), 1 - op.order());
    for (Value member : group) {
      if (member.op().equals(wanted) && member.operand(0) == value.operand(0)) {
        return done.contains(member) ? null : member;
      }
    }
    return null;
  }

  private boolean foldable(Value value) {
    return Broadcast.scales(value) && work.uses(value) == 1 && !work.materialised(value, group);
  }

  /** A product with a scalar whose only use is a sum over evaluations. */
  private boolean foldedIntoSum(Value value) {
    return foldable(value) && work.sinksOf(value).size() == 1;
  }

  /** A product with a scalar whose only use is an addition becomes part of it. */
  private boolean foldedIntoAdd(Value value) {
    return foldable(value) && work.sinksOf(value).isEmpty() && addedOnce(value);
  }

  private boolean addedOnce(Value value) {
    for (Value member : group) {
      if (member.op() instanceof Op.Add && member.operands().contains(value)) {
        Value other = member.operand(member.operand(0) == value ? 1 : 0);
        return other != value && !Broadcast.isScalar(other, member) && !folds(other, value);
      }
    }
    return false;
  }

  /** Of two foldable operands only the second is folded. */
  private boolean folds(Value other, Value value) {
    return Broadcast.scales(other) && group.contains(other) && other.id() > value.id();
  }
}
