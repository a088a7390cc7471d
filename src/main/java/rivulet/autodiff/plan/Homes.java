package rivulet.autodiff.plan;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Op;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.Broadcast;
import rivulet.autodiff.plan.schedule.PhaseValues;
import rivulet.autodiff.plan.schedule.PlanRequest;
import rivulet.autodiff.plan.schedule.PlannedPhase;
import rivulet.autodiff.plan.schedule.Strips;

/**
 * Where everything lies, and how large that makes the regions.
 *
 * @param inputs images, kernels and cotangents set from outside
 * @param bytes by region
 */
record Homes(
    InputPlaces inputs, Map<Plan.Phase, OfPhase> phases, SharedPlaces shared, long[] bytes) {

  /** Gives everything a home, phase by phase in the order of the work. */
  static Homes of(
      PlanRequest request, PhaseValues usage, List<PlannedPhase> schedule, Strips strips) {
    PlanMemory memory = new PlanMemory(usage.widestRowBytes(), strips);
    SharedPlaces shared = new SharedPlaces(request, usage, memory);
    InputPlaces inputs = InputPlaces.of(request, usage, memory);
    Map<Plan.Phase, OfPhase> phases = new EnumMap<>(Plan.Phase.class);
    var lasting = inputs.values();
    for (PlannedPhase planned : schedule) {
      OfPhase homes = new PhasePlacer(request, planned, shared, memory, strips, lasting).homes();
      phases.put(planned.phase(), homes);
      lasting = homes.lasting();
    }
    return new Homes(inputs, phases, shared, memory.bytes());
  }

  /** Where the output images lie after an evaluation. */
  Map<String, Operand> outputs(PlanRequest request) {
    OfPhase here = phases.get(Plan.Phase.EVALUATE);
    Map<String, Operand> outputs = new LinkedHashMap<>();
    request
        .program()
        .outputs()
        .forEach((name, value) -> {
          if (!(value.op() instanceof Op.Dot)) {
            outputs.put(name, here.home(value));
          }
        });
    return outputs;
  }

  /** Where the gradients by inputs lie after the reverse of a solve. */
  Map<String, Operand> inputGradients(PlanRequest request) {
    Map<String, Operand> gradients = new LinkedHashMap<>();
    if (!request.reverse().isEmpty()) {
      OfPhase here = phases.get(Plan.Phase.REVERSE_SOLVE);
      request.solveGradients().forEach((name, value) -> gradients.put(name, here.home(value)));
    }
    return gradients;
  }

  /**
   * Where the values that a phase reads and writes lie.
   *
   * @param local temporaries, row registers and what has another home in other phases
   * @param lasting what later phases read too
   * @param rows rows that repeat a pixel
   */
  record OfPhase(
      Map<Value, Operand> local,
      Map<Value, Operand> lasting,
      Map<SharedPlaces.RowKey, Operand> rows) {

    Operand home(Value value) {
      Operand home = local.get(value);
      return home != null ? home : lasting.get(value);
    }

    /** Where an elementwise value reads an operand: its home, or the row that repeats it. */
    Operand read(Value operand, Value user) {
      return Broadcast.needsRow(operand, user)
          ? rows.get(new SharedPlaces.RowKey(operand, user.shape().width()))
          : home(operand);
    }
  }
}
