package rivulet.autodiff.plan.schedule;

import java.util.List;
import java.util.Set;
import rivulet.autodiff.Value;

/** Values that a phase computes together. */
public sealed interface Step {
  /** What it computes, in order. */
  Set<Value> values();

  /** Elementwise values of one shape, computed row by row. */
  record Rows(Set<Value> values, List<RowStep> order) implements Step {}

  /** Convolutions with the same kernel. */
  record Convolutions(Set<Value> values) implements Step {}

  /** Gradients by kernels that are summed in one accumulator. */
  record KernelGradients(Set<Value> values, Value accumulator) implements Step {}

  /** Any other value. */
  record Alone(Value value) implements Step {
    @Override
    public Set<Value> values() {
      return Set.of(value);
    }
  }

  /** Any of its values, where they are alike. */
  default Value first() {
    return values().iterator().next();
  }
}
