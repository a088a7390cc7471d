package rivulet.autodiff.plan.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import rivulet.autodiff.Op;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.Plan;

/**
 * Puts the work of one phase in order. Greedy: all elementwise values that are ready go together,
 * then one convolution with every other that is ready and shares its kernel.
 */
public final class Scheduler {
  private final PhaseWork work;
  private final Set<Value> pending = new LinkedHashSet<>();
  private final List<Step> steps = new ArrayList<>();

  private Scheduler(PhaseWork work) {
    this.work = work;
  }

  /** All phases in order, each one section of the program after the other. */
  public static List<PlannedPhase> schedule(PlanRequest request, PhaseValues usage) {
    List<PlannedPhase> phases = new ArrayList<>();
    for (Plan.Phase phase : request.phases()) {
      PhaseWork work = PhaseWork.of(request, usage, phase);
      phases.add(new PlannedPhase(work, new Scheduler(work).steps(request.program().sections())));
    }
    return List.copyOf(phases);
  }

  private List<Step> steps(List<Integer> sections) {
    int done = 0;
    for (int end : sections) {
      done = section(done, end);
    }
    section(done, Integer.MAX_VALUE);
    return List.copyOf(steps);
  }

  /** Schedules the values from place {@code from} on whose ids are below {@code end}. */
  private int section(int from, int end) {
    int next = from;
    while (next < work.values().size() && work.values().get(next).id() < end) {
      pending.add(work.values().get(next++));
    }
    while (!pending.isEmpty()) {
      Step step = step();
      steps.add(step);
      pending.removeAll(step.values());
    }
    return next;
  }

  /** Elementwise work first, then one other value; products that wait only if nothing else can. */
  private Step step() {
    RowGroups groups = new RowGroups(work, pending);
    Set<Value> group = groups.choose(true);
    if (group.isEmpty()) {
      for (Value value : pending) {
        if (!RowGroups.elementwise(value) && ready(value)) {
          return other(value);
        }
      }
      group = groups.choose(false);
    }
    if (group.isEmpty()) {
      throw new IllegalStateException("plan: no value is ready in phase " + work.phase());
    }
    return new Step.Rows(group, RowOrder.of(work, group));
  }

  private boolean ready(Value value) {
    return value.operands().stream().noneMatch(pending::contains);
  }

  private Step other(Value value) {
    return switch (value.op()) {
      case Op.Convolve _, Op.ConvolveAdjoint _ ->
          new Step.Convolutions(withAll(other -> sharesKernel(other, value)));
      case Op.KernelGradient _ when !work.sinksOf(value).isEmpty() -> {
        Value sum = work.sinksOf(value).getFirst().accumulator();
        yield new Step.KernelGradients(withAll(other -> sharesSum(other, value, sum)), sum);
      }
      case Op.Input _,
          Op.Fill _,
          Op.Indicator _,
          Op.KernelGradient _,
          Op.SelectInputs _,
          Op.EmbedInputs _,
          Op.Add _,
          Op.Multiply _,
          Op.Scale _,
          Op.Activate _,
          Op.SecondDerivative _,
          Op.Wave _,
          Op.Stretch _,
          Op.Shrink _,
          Op.SumTo _,
          Op.Dot _ ->
          new Step.Alone(value);
    };
  }

  private Set<Value> withAll(Predicate<Value> alike) {
    return pending.stream()
        .filter(alike)
        .filter(this::ready)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean sharesKernel(Value value, Value first) {
    return value.op().equals(first.op())
        && value.operand(1) == first.operand(1)
        && value.perImage() == first.perImage()
        && value.shape().equals(first.shape())
        && value.operand(0).perImage() == first.operand(0).perImage();
  }

  private boolean sharesSum(Value value, Value first, Value sum) {
    return value.op().equals(first.op())
        && value.operand(0).shape().equals(first.operand(0).shape())
        && work.sinksOf(value).stream().map(Sink::accumulator).anyMatch(sum::equals);
  }
}
