package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.Broadcast;
import rivulet.autodiff.plan.schedule.PhaseWork;
import rivulet.autodiff.plan.schedule.PlanRequest;
import rivulet.autodiff.plan.schedule.PlannedPhase;
import rivulet.autodiff.plan.schedule.Step;
import rivulet.autodiff.plan.schedule.Strips;
import rivulet.tensor.Layout;

/** Writes all phases as instructions; what several steps share goes to the phase that owns it. */
final class PlanCode {
  /**
   * An instruction of a phase.
   *
   * @param reach rows above and below a strip that it computes, {@link Strips}
   */
  record Entry(Instruction instruction, int reach) {}

  private final PlanRequest request;
  private final Homes homes;
  private final Strips strips;
  private final Map<Plan.Phase, List<Entry>> lists = new EnumMap<>(Plan.Phase.class);
  private final Set<Operand> packed = new HashSet<>();
  private final Set<Operand> expanded = new HashSet<>();

  private PlanCode(PlanRequest request, Homes homes, Strips strips) {
    this.request = request;
    this.homes = homes;
    this.strips = strips;
    for (Plan.Phase phase : Plan.Phase.values()) {
      lists.put(phase, new ArrayList<>());
    }
  }

  /** The instructions of every phase, none of those that the request has not. */
  static Map<Plan.Phase, List<Entry>> of(
      PlanRequest request, List<PlannedPhase> schedule, Homes homes, Strips strips) {
    PlanCode code = new PlanCode(request, homes, strips);
    schedule.forEach(code::write);
    code.lists.replaceAll((phase, list) -> List.copyOf(list));
    return code.lists;
  }

  private void write(PlannedPhase planned) {
    PhaseWork work = planned.work();
    Homes.OfPhase here = homes.phases().get(planned.phase());
    StepCode code = new StepCode(request, work, here, homes.shared());
    Plan.Phase phase = planned.phase();
    enter(work, here).forEach(instruction -> add(phase, instruction, 0));
    work.foreignSinks().forEach(sink -> add(phase, code.sum(sink.contribution(), sink), 0));
    for (int i = 0; i < planned.steps().size(); i++) {
      Step step = planned.steps().get(i);
      int reach = strips.reach(phase, i);
      prepare(step, phase, here);
      code.instructions(step).forEach(instruction -> add(phase, instruction, reach));
    }
    leave(work, here).forEach(instruction -> add(phase, instruction, 0));
  }

  private void add(Plan.Phase phase, Instruction instruction, int reach) {
    lists.get(phase).add(new Entry(instruction, reach));
  }

  /** Keeps the state for the reverse, and takes kernel sums over. */
  private List<Instruction> enter(PhaseWork work, Homes.OfPhase here) {
    Value state = request.state();
    if (work.keepsState(state)) {
      return List.of(copy(here.home(state), here.lasting().get(state)));
    }
    return work.phase() == Plan.Phase.REVERSE_UPDATE
        ? work.usage().kernelSums(request).stream().map(sum -> unpack(sum, here.home(sum))).toList()
        : List.of();
  }

  private Instruction unpack(Value accumulator, Operand home) {
    List<SharedPlaces.PackedSum> sums = homes.shared().sums(accumulator);
    return new KernelInstructions.Unpack(
        sums.stream().map(SharedPlaces.PackedSum::kernel).toList(),
        sums.stream().map(SharedPlaces.PackedSum::home).toList(),
        home,
        accumulator.kernel());
  }

  /** Copies to a place that every lane has for itself, also from one that all lanes share. */
  private static Instruction copy(Operand from, Operand to) {
    Layout layout = to.layout();
    List<RowOp> copy = List.of(new RowOp.Copy(from, to));
    return new RowInstruction(copy, layout.shape(), layout.rowFloats(), true);
  }

  /** Makes packed weights and repeated rows at their first use. */
  private void prepare(Step step, Plan.Phase phase, Homes.OfPhase here) {
    switch (step) {
      case Step.Convolutions _ -> pack(homes.shared().packed(step.first()), here);
      case Step.Rows(var values, _) -> {
        for (Value user : values) {
          user.operands().stream()
              .filter(operand -> Broadcast.needsRow(operand, user))
              .forEach(operand -> expand(operand, here.read(operand, user), phase, here));
        }
      }
      case Step.KernelGradients _, Step.Alone _ -> {} // read homes only
    }
  }

  private void pack(SharedPlaces.Packed weights, Homes.OfPhase here) {
    if (packed.add(weights.home())) {
      Operand kernel = here.lasting().get(weights.kernel());
      add(
          Plan.Phase.UPDATE,
          new KernelInstructions.Pack(
              weights.convolution(), kernel, weights.adjoint(), weights.home()),
          0);
    }
  }

  private void expand(Value pixel, Operand row, Plan.Phase phase, Homes.OfPhase here) {
    if (expanded.add(row)) {
      boolean update = pixel.binding() == Binding.UPDATE;
      Plan.Phase owner = update ? Plan.Phase.UPDATE : Plan.Phase.SOLVE;
      boolean shared = homes.shared().shared(row);
      Operand from = shared ? here.lasting().get(pixel) : here.home(pixel);
      add(shared ? owner : phase, new ExpandInstruction(from, row, pixel.perImage()), 0);
    }
  }

  /** Delivers results that were not computed in their final place. */
  private List<Instruction> leave(PhaseWork work, Homes.OfPhase here) {
    return switch (work.phase()) {
      case EVALUATE, EVALUATE_PRIMAL -> deliver(request.output(), work, here);
      case REVERSE_EVALUATION -> deliver(request.stateGradient(), work, here);
      case REVERSE_UPDATE -> deliverGradients(here);
      case UPDATE, SOLVE, REVERSE_SOLVE -> List.of();
    };
  }

  private static List<Instruction> deliver(Value value, PhaseWork work, Homes.OfPhase here) {
    Operand home = here.home(value);
    return home.region() == Region.DERIVATIVE
        ? List.of()
        : List.of(copy(home, Operand.image(Region.DERIVATIVE, 0, work.usage().layout(value))));
  }

  private List<Instruction> deliverGradients(Homes.OfPhase here) {
    List<Instruction> copies = new ArrayList<>();
    request
        .parameterGradients()
        .forEach((name, value) -> {
          Operand parameter = here.lasting().get(request.program().input(name));
          Operand to =
              new Operand(
                  Region.GRADIENTS, parameter.offset(), parameter.layout(), parameter.rowStep());
          int floats = (int) value.extent().elements();
          copies.add(new KernelInstructions.Copy(here.home(value), to, floats));
        });
    return copies;
  }
}
