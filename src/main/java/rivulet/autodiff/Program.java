package rivulet.autodiff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A straight list of primitive operations in order of computation, with named inputs and outputs.
 *
 * @param values every value; operands stand before their users
 * @param inputs inputs by name, in order of declaration
 * @param outputs outputs by name, in order of declaration
 */
public record Program(List<Value> values, Map<String, Value> inputs, Map<String, Value> outputs) {
  public Program {
    values = List.copyOf(values);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** The input of that name. */
  public Value input(String name) {
    return require(inputs, "input", name);
  }

  /** The output of that name. */
  public Value output(String name) {
    return require(outputs, "output", name);
  }

  /** Floating-point operations of the direct algorithms for one evaluation of one image. */
  public long flops() {
    return values.stream()
        .filter(value -> value.binding() == Binding.EVALUATION)
        .mapToLong(ProgramPrinter::flops)
        .sum();
  }

  /** Readable mathematics with shapes, binding times and FLOP counts. */
  @Override
  public String toString() {
    return ProgramPrinter.print(this);
  }

  private static Value require(Map<String, Value> map, String kind, String name) {
    Value value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "program: no " + kind + " '" + name + "'; there are " + map.keySet());
    }
    return value;
  }
}
