package rivulet.autodiff.plan;

import java.util.HashMap;
import java.util.Map;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.Broadcast;
import rivulet.autodiff.plan.schedule.PhaseWork;
import rivulet.autodiff.plan.schedule.PlanRequest;
import rivulet.autodiff.plan.schedule.PlannedPhase;
import rivulet.autodiff.plan.schedule.RowRegisters;
import rivulet.autodiff.plan.schedule.RowStep;
import rivulet.autodiff.plan.schedule.Step;
import rivulet.autodiff.plan.schedule.Strips;
import rivulet.tensor.Layout;

/**
 * Gives the values of one phase homes. A temporary is released after its last use and its memory
 * given to the next value of the same layout, and so are all of them to the next phase.
 */
final class PhasePlacer {
  private final PlanRequest request;
  private final PhaseWork work;
  private final Plan.Phase phase;
  private final SharedPlaces shared;
  private final PlanMemory memory;
  private final Strips strips;
  private final Homes.OfPhase homes;
  private final Map<Value, Integer> uses;

  /**
   * Places the whole phase.
   *
   * @param lasting homes that earlier phases gave; not modified
   */
  PhasePlacer(
      PlanRequest request,
      PlannedPhase planned,
      SharedPlaces shared,
      PlanMemory memory,
      Strips strips,
      Map<Value, Operand> lasting) {
    this.request = request;
    this.work = planned.work();
    this.phase = planned.phase();
    this.shared = shared;
    this.memory = memory;
    this.strips = strips;
    memory.releaseAll();
    this.homes = new Homes.OfPhase(new HashMap<>(), new HashMap<>(lasting), new HashMap<>());
    this.uses = new HashMap<>(work.uses());
    placeState();
    placeKernelSums();
    for (Step step : planned.steps()) {
      place(step);
      release(step);
    }
  }

  Homes.OfPhase homes() {
    return homes;
  }

  /** Evaluations read the state from its register, the reverse what they kept of it. */
  private void placeState() {
    Value state = request.state();
    if (phase != Plan.Phase.EVALUATE && phase != Plan.Phase.EVALUATE_PRIMAL) {
      return;
    }
    homes.local().put(state, Operand.image(Region.STATE, 0, layout(state)));
    if (work.keepsState(state)) {
      homes.lasting().put(state, allocate(Region.TAPE, state));
    }
  }

  private void placeKernelSums() {
    if (phase == Plan.Phase.REVERSE_UPDATE) {
      work.usage()
          .kernelSums(request)
          .forEach(sum -> homes.local().put(sum, allocate(Region.GRADIENTS, sum)));
    }
  }

  private void place(Step step) {
    switch (step) {
      case Step.Rows rows -> placeRows(rows);
      case Step.Convolutions(var values) -> {
        values.forEach(this::define);
        shared.packed(step.first());
      }
      case Step.KernelGradients(_, var accumulator) -> shared.sum(accumulator, step.first());
      case Step.Alone(var value) -> placeAlone(value);
    }
  }

  private void placeRows(Step.Rows rows) {
    for (Value member : rows.values()) {
      for (Value operand : member.operands()) {
        if (Broadcast.needsRow(operand, member)) {
          homes
              .rows()
              .computeIfAbsent(
                  new SharedPlaces.RowKey(operand, member.shape().width()),
                  key -> row(key, member));
        }
      }
    }
    Map<Value, Integer> registers = RowRegisters.of(work, rows);
    for (RowStep step : rows.order()) {
      for (Value value : step.written()) {
        if (registers.containsKey(value)) {
          homes.local().put(value, memory.register(registers.get(value), value.shape()));
        } else {
          define(value);
        }
      }
    }
  }

  private Operand row(SharedPlaces.RowKey key, Value user) {
    Value pixel = key.pixel();
    boolean own =
        pixel.binding() == Binding.EVALUATION
            || homes.home(pixel).region() == Region.SCRATCH
            || phase == Plan.Phase.REVERSE_SOLVE
            || phase == Plan.Phase.REVERSE_UPDATE;
    Region region = pixel.perImage() ? Region.SCRATCH : Region.PARAMETERS;
    return own ? memory.row(region, user.shape()) : shared.row(key, user.shape());
  }

  private void placeAlone(Value value) {
    switch (value.op()) {
      case Op.KernelGradient _ -> {
        Region region = phase == Plan.Phase.REVERSE_UPDATE ? Region.GRADIENTS : Region.PARAMETERS;
        shared.ownSum(value, region);
        homes.lasting().put(value, allocate(region, value));
      }
      case Op.SumTo _ when work.onlyFeedsOneSink(value) -> {} // summed where the sink lies
      case Op.Dot _ -> {} // summed in the frame's rates
      default -> define(value); // every other result is an image or kernel with a place of its own
    }
  }

  /** Gives a value that is about to be computed its home. */
  private void define(Value value) {
    Operand home = choose(value);
    boolean passing =
        switch (home.region()) {
          case SCRATCH, STRIP, DERIVATIVE -> true;
          default -> false; // all others are read by later phases
        };
    boolean local = passing || phase == Plan.Phase.EVALUATE_PRIMAL;
    (local ? homes.local() : homes.lasting()).put(value, home);
  }

  private Operand choose(Value value) {
    if (strips.height() > 0 && phase == Plan.Phase.EVALUATE && isOutput(value)) {
      return allocate(Region.SOLVE, value); // read when the last strip is done
    }
    if (isResult(value) && !work.persistent(value)) {
      return Operand.image(Region.DERIVATIVE, 0, layout(value));
    }
    return switch (phase) {
      case UPDATE -> allocate(Region.PARAMETERS, value);
      case REVERSE_UPDATE -> allocate(Region.GRADIENTS, value);
      case SOLVE -> work.persistent(value) ? allocate(Region.SOLVE, value) : scratch(value);
      case EVALUATE -> work.persistent(value) ? allocate(Region.TAPE, value) : scratch(value);
      case EVALUATE_PRIMAL, REVERSE_EVALUATION, REVERSE_SOLVE -> scratch(value);
    };
  }

  private boolean isOutput(Value value) {
    return !isResult(value) && request.program().outputs().containsValue(value);
  }

  private boolean isResult(Value value) {
    return switch (phase) {
      case EVALUATE, EVALUATE_PRIMAL -> value == request.output();
      case REVERSE_EVALUATION -> value == request.stateGradient();
      case UPDATE, SOLVE, REVERSE_SOLVE, REVERSE_UPDATE -> false;
    };
  }

  private Operand scratch(Value value) {
    return value.isImage() ? memory.temporary(layout(value)) : allocate(Region.SCRATCH, value);
  }

  private Operand allocate(Region region, Value value) {
    return memory.place(region, value, work.usage());
  }

  private Layout layout(Value value) {
    return work.usage().layout(value);
  }

  private void release(Step step) {
    for (Value value : step.values()) {
      used(value, work.sinksOf(value).size());
    }
    for (Value value : step.values()) {
      value.operands().forEach(operand -> used(operand, 1));
    }
  }

  private void used(Value value, int times) {
    Operand home = homes.local().get(value);
    boolean last = uses.merge(value, -times, Integer::sum) == 0;
    if (last && home != null && value.isImage() && memory.temporary(home)) {
      memory.release(home);
    }
  }
}
