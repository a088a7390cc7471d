package rivulet.autodiff.plan.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Program;
import rivulet.autodiff.Segment;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.Plan;
import rivulet.tensor.kernel.Tuning;

/**
 * What is to be planned.
 *
 * @param cotangents inputs of the reverse by output; empty without a reverse
 * @param reverse of an evaluation, a solve and an update, in this order, or nothing
 * @param tuning which kernels are used
 */
public record PlanRequest(
    Program program,
    Map<String, Value> cotangents,
    List<Segment> reverse,
    Plan.Roles roles,
    Tuning tuning) {

  public Value state() {
    return program.input(roles.state());
  }

  public Value output() {
    return program.output(roles.output());
  }

  /** Cotangent of the state, the result of the reverse of an evaluation. */
  public Value stateGradient() {
    return reverse.getFirst().outputs().get(roles.state());
  }

  /** What shares a layout because registers hold one as well as another. */
  public List<Value> stateFamily() {
    List<Value> family = new ArrayList<>(List.of(state(), output()));
    if (!reverse.isEmpty()) {
      family.add(cotangents.get(roles.output()));
      family.add(stateGradient());
    }
    return family;
  }

  /** Gradients of inputs that are constant through a solve, by name. */
  public Map<String, Value> solveGradients() {
    return reverse.get(1).outputs();
  }

  /** Gradients of parameters by name. */
  public Map<String, Value> parameterGradients() {
    return reverse.get(2).outputs();
  }

  /** Whether the reverse, not the program itself, has this value. */
  public boolean reversed(Value value) {
    return value.id() >= program.values().size();
  }

  public List<Sink> sinks(Plan.Phase phase) {
    return switch (phase) {
      case REVERSE_EVALUATION -> reverse.get(0).sinks();
      case REVERSE_SOLVE -> reverse.get(1).sinks();
      case UPDATE, SOLVE, EVALUATE, EVALUATE_PRIMAL, REVERSE_UPDATE -> List.of();
    };
  }

  /** Whether each sum that images share is fed by the reverse of evaluations or of solves alone. */
  public boolean sumsOfOnePhase() {
    return Collections.disjoint(
        sums(Plan.Phase.REVERSE_EVALUATION), sums(Plan.Phase.REVERSE_SOLVE));
  }

  private List<Value> sums(Plan.Phase phase) {
    List<Sink> fed = reverse.isEmpty() ? List.of() : sinks(phase);
    return fed.stream().map(Sink::accumulator).filter(sum -> !sum.perImage()).toList();
  }

  /** The phases that there are, in order of planning. */
  public List<Plan.Phase> phases() {
    Plan.Phase last = reverse.isEmpty() ? Plan.Phase.EVALUATE_PRIMAL : Plan.Phase.REVERSE_UPDATE;
    return List.copyOf(EnumSet.range(Plan.Phase.UPDATE, last));
  }
}
