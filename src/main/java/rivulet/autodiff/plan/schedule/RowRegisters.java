package rivulet.autodiff.plan.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import rivulet.autodiff.Value;

/** Gives values that are read by their own group only row registers, reused after the last read. */
public final class RowRegisters {
  private final Map<Value, Integer> remaining = new HashMap<>();
  private final Map<Value, Integer> registers = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int next = 1;

  private RowRegisters() {}

  /** Numbers from 1 on of the values that need no home in memory. */
  public static Map<Value, Integer> of(PhaseWork work, Step.Rows rows) {
    RowRegisters made = new RowRegisters();
    for (Value member : rows.values()) {
      member.operands().forEach(operand -> made.remaining.merge(operand, 1, Integer::sum));
    }
    for (RowStep step : rows.order()) {
      step.written().stream()
          .filter(value -> !work.materialised(value, rows.values()))
          .forEach(made::take);
      made.finish(step);
    }
    return Map.copyOf(made.registers);
  }

  private void take(Value value) {
    registers.put(value, free.isEmpty() ? next++ : free.pop());
  }

  private void finish(RowStep step) {
    switch (step) {
      case RowStep.ScaledAdd(_, var product, _) -> release(Broadcast.image(product));
      case RowStep.ScaledSum(var product) -> release(Broadcast.image(product));
      case RowStep.Plain _, RowStep.Pair _ -> {} // reads nothing but the operands of its values
    }
    for (Value value : step.finished()) {
      value.operands().forEach(this::release);
      if (!remaining.containsKey(value)) {
        release(value, 0);
      }
    }
  }

  private void release(Value operand) {
    if (remaining.containsKey(operand)) {
      release(operand, remaining.merge(operand, -1, Integer::sum));
    }
  }

  private void release(Value value, int reads) {
    if (reads == 0 && registers.containsKey(value)) {
      free.push(registers.get(value));
    }
  }
}
