package rivulet.autodiff.plan.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.Plan;

/**
 * What one phase has to do, in no order yet.
 *
 * @param usage what the other phases read
 * @param values to compute
 * @param sinks sums to feed
 * @param uses how often each value is read, by values, sums and results
 */
public record PhaseWork(
    PhaseValues usage,
    Plan.Phase phase,
    List<Value> values,
    List<Sink> sinks,
    Map<Value, Integer> uses) {

  public static PhaseWork of(PlanRequest request, PhaseValues usage, Plan.Phase phase) {
    Map<Value, Integer> uses = new HashMap<>();
    List<Value> values = usage.computed(phase);
    values.forEach(value -> value.operands().forEach(x -> uses.merge(x, 1, Integer::sum)));
    usage.roots(phase).forEach(root -> uses.merge(root, 1, Integer::sum));
    return new PhaseWork(usage, phase, values, request.sinks(phase), uses);
  }

  public int uses(Value value) {
    return uses.getOrDefault(value, 0);
  }

  /** Sinks fed by a value. */
  public List<Sink> sinksOf(Value value) {
    return sinks.stream().filter(sink -> sink.contribution() == value).toList();
  }

  /** Sinks fed by a value that this phase does not compute. */
  public List<Sink> foreignSinks() {
    Set<Value> here = Set.copyOf(values);
    return sinks.stream().filter(sink -> !here.contains(sink.contribution())).toList();
  }

  /** Whether a value must lie in memory, not only feed the group and the sinks of its own. */
  public boolean materialised(Value value, Set<Value> group) {
    int inside = sinksOf(value).size();
    for (Value member : group) {
      inside += (int) member.operands().stream().filter(operand -> operand == value).count();
    }
    return inside < uses(value) || persistent(value);
  }

  /** Whether another phase reads a value. */
  public boolean persistent(Value value) {
    return phase != Plan.Phase.EVALUATE_PRIMAL && usage.outlives(value, phase);
  }

  /** Whether a value feeds one sum and nothing else. */
  public boolean onlyFeedsOneSink(Value value) {
    return sinksOf(value).size() == 1 && uses(value) == 1;
  }

  /** Whether evaluations keep a copy of the state for the reverse. */
  public boolean keepsState(Value state) {
    return phase == Plan.Phase.EVALUATE && usage.reads(Plan.Phase.REVERSE_EVALUATION, state);
  }
}
