package rivulet.autodiff;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A straight list of primitive operations in order of computation, with named inputs and outputs.
 *
 * @param values every value; operands stand before their users
 * @param inputs inputs by name, in order of declaration
 * @param outputs outputs by name, in order of declaration
 * @param sections ids at which a new section begins, ascending: a plan finishes one section before
 *     it starts the next, which bounds its temporaries
 */
public record Program(
    List<Value> values,
    Map<String, Value> inputs,
    Map<String, Value> outputs,
    List<Integer> sections) {
  public Program {
    sections = List.copyOf(sections);
    values = List.copyOf(values);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** A program of one section. */
  public Program(List<Value> values, Map<String, Value> inputs, Map<String, Value> outputs) {
    this(values, inputs, outputs, List.of());
  }

  /** The input of that name. */
  public Value input(String name) {
    return require(inputs, "input", name);
  }

  /** The output of that name. */
  public Value output(String name) {
    return require(outputs, "output", name);
  }

  /**
   * The Chebyshev distance in pixels beyond which the output does not depend on the input: the sum
   * of ⌊size/2⌋ over the convolutions between them, or more than any image's size if something sums
   * over pixels.
   */
  public int reach(String input, String output) {
    return Reach.of(this, input(input), output(output));
  }

  /** Names of the inputs that an output depends on, in order of declaration. */
  public List<String> inputsOf(String output) {
    Set<Value> needed = new HashSet<>(Set.of(output(output)));
    for (Value value : values.reversed()) {
      if (needed.contains(value)) {
        needed.addAll(value.operands());
      }
    }
    return inputs.keySet().stream().filter(name -> needed.contains(inputs.get(name))).toList();
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
    return ProgramPrinter.print(ProgramPrinter.lines(this));
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
