package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.autodiff.Segment;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.Vjp;
import rivulet.autodiff.plan.schedule.PhaseValues;
import rivulet.autodiff.plan.schedule.PlanRequest;

/**
 * Homes of what no phase computes.
 *
 * @param values inputs, cotangents and the sums of images that a reverse feeds
 * @param byName inputs and cotangents
 * @param parameters in order of declaration
 */
record InputPlaces(
    Map<Value, Operand> values, Map<String, Operand> byName, List<Plan.Parameter> parameters) {

  static InputPlaces of(PlanRequest request, PhaseValues usage, PlanMemory memory) {
    Map<Value, Operand> values = new HashMap<>();
    Map<String, Operand> byName = new LinkedHashMap<>();
    request
        .program()
        .inputs()
        .forEach((name, value) -> {
          values.put(value, place(value, value == request.state(), usage, memory));
          byName.put(name, values.get(value));
        });
    memory.gradientsLikeParameters();
    request
        .cotangents()
        .forEach((name, value) -> {
          values.put(value, place(value, name.equals(request.roles().output()), usage, memory));
          byName.put(Vjp.cotangentName(name), values.get(value));
        });
    for (Value sum : sums(request, usage)) {
      values.computeIfAbsent(sum, key -> memory.place(sumRegion(key), key, usage));
    }
    return new InputPlaces(values, byName, parameters(request.program(), values));
  }

  private static Operand place(
      Value value, boolean register, PhaseValues usage, PlanMemory memory) {
    if (register) {
      return Operand.image(Region.STATE, 0, usage.layout(value));
    }
    Region region = value.binding() == Binding.UPDATE ? Region.PARAMETERS : Region.SOLVE;
    return memory.place(region, value, usage);
  }

  /** Images that sinks feed, then images of the reverse that nothing feeds. */
  private static List<Value> sums(PlanRequest request, PhaseValues usage) {
    List<Value> sums = new ArrayList<>();
    for (Segment segment : request.reverse()) {
      segment.sinks().stream()
          .filter(sink -> sink.target().isImage())
          .map(Sink::accumulator)
          .forEach(sums::add);
    }
    usage.needed().stream()
        .filter(value -> value.op() instanceof Op.Input && value.isImage())
        .sorted(Comparator.comparingInt(Value::id))
        .forEach(sums::add);
    return sums;
  }

  private static Region sumRegion(Value accumulator) {
    return accumulator.perImage() ? Region.SOLVE_SUM : Region.UPDATE_SUM;
  }

  private static List<Plan.Parameter> parameters(Program program, Map<Value, Operand> homes) {
    List<Plan.Parameter> parameters = new ArrayList<>();
    program
        .inputs()
        .forEach((name, value) -> {
          if (value.binding() == Binding.UPDATE) {
            Operand home = homes.get(value);
            long first = home.offset() + home.layout().origin();
            parameters.add(new Plan.Parameter(name, first, (int) value.extent().elements()));
          }
        });
    return parameters;
  }
}
