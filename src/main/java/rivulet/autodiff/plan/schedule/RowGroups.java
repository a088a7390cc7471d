package rivulet.autodiff.plan.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import rivulet.autodiff.Op;
import rivulet.autodiff.Value;

/** Chooses elementwise values of one shape that can be computed together. */
record RowGroups(PhaseWork work, Set<Value> pending) {

  /**
   * Those that can be computed now; empty if there are none. Products with a scalar and second
   * derivatives wait for their only user, so that they stay in registers.
   *
   * @param patient whether they wait; if not, they are computed on their own
   */
  Set<Value> choose(boolean patient) {
    Set<Value> waiting = patient ? waiting() : Set.of();
    Set<Value> group = new LinkedHashSet<>();
    Value first = null;
    for (Value value : pending) {
      boolean fits =
          elementwise(value) && !waiting.contains(value) && (first == null || alike(value, first));
      if (fits && ready(value, group, waiting) && rowsReady(value, group)) {
        first = first == null ? value : first;
        value.operands().stream().filter(waiting::contains).forEach(group::add);
        group.add(value);
      }
    }
    return group;
  }

  private Set<Value> waiting() {
    Set<Value> waiting = new HashSet<>();
    pending.stream()
        .filter(RowGroups::elementwise)
        .forEach(value ->
            value.operands().stream()
                .filter(operand -> waits(operand) && alike(operand, value))
                .forEach(waiting::add));
    return waiting;
  }

  private boolean waits(Value value) {
    return pending.contains(value)
        && value.isImage()
        && (Broadcast.scales(value) || value.op() instanceof Op.SecondDerivative)
        && work.uses(value) == 1
        && work.sinksOf(value).isEmpty()
        && ready(value, Set.of(), Set.of());
  }

  private static boolean alike(Value a, Value b) {
    return a.shape().equals(b.shape()) && a.perImage() == b.perImage();
  }

  /** Whether all operands are computed, or will be in the group or with it. */
  private boolean ready(Value value, Set<Value> group, Set<Value> waiting) {
    return value.operands().stream()
        .allMatch(x -> !pending.contains(x) || group.contains(x) || waiting.contains(x));
  }

  /** A broadcast operand must be complete before the rows start. */
  private static boolean rowsReady(Value value, Set<Value> group) {
    return value.operands().stream()
        .noneMatch(operand -> group.contains(operand) && !operand.extent().equals(value.extent()));
  }

  static boolean elementwise(Value value) {
    return value.isImage()
        && switch (value.op()) {
          case Op.Add _,
              Op.Multiply _,
              Op.Scale _,
              Op.Activate _,
              Op.Wave _,
              Op.SecondDerivative _ ->
              true;
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
}
