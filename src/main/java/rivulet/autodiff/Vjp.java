package rivulet.autodiff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rivulet.tensor.Activation;

/**
 * Reverse-mode differentiation: program → its reverse.
 *
 * <p>The reverse is cut by binding time. A cotangent of a value that is bound earlier than the
 * operation it comes from (a weight, the map of the time channel, the convolution of the condition)
 * is not carried further at once: it is summed over evaluations in an accumulator, and the earlier
 * part of the program is reversed a single time, per solve or per update. This is exact, since
 * reversal is linear in the cotangents.
 */
public final class Vjp {
  private final Program program;
  private final Tracer tracer;
  private final Set<Value> active = new HashSet<>();
  private final Map<Value, Value> accumulators = new LinkedHashMap<>();
  private final Map<Value, Value> cotangents = new LinkedHashMap<>();
  private final List<Sink> sinks = new ArrayList<>();
  private Binding phase = Binding.EVALUATION;

  private Vjp(Program program) {
    this.program = program;
    this.tracer = new Tracer(program);
  }

  /** Name of the cotangent input of an output. */
  public static String cotangentName(String output) {
    return "cotangent:" + output;
  }

  /**
   * Reverses {@code program} from the named outputs to the input {@code state} and to all
   * parameters.
   *
   * @throws IllegalArgumentException if the program has no such output or input, or if a third
   *     derivative of an activation would be needed
   */
  public static Gradient transform(Program program, String state, Collection<String> outputs) {
    return gradient(program, state, Map.of(), parameters(program), outputs);
  }

  /**
   * Reverses {@code program} from the named outputs to the input {@code state} and to inputs that
   * are constant through a solve, whose gradients the segment of the solve outputs; parameters are
   * constants.
   *
   * @throws IllegalArgumentException as {@link #transform}, or if one of the inputs is not bound
   *     per solve
   */
  public static Gradient transformByInputs(
      Program program, String state, Collection<String> constant, Collection<String> outputs) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (String name : constant) {
      Value input = program.input(name);
      if (input.binding() != Binding.SOLVE) {
        throw new IllegalArgumentException(
            "vjp: input '" + name + "' is bound per " + input.binding() + "; SOLVE is needed");
      }
      inputs.put(name, input);
    }
    return gradient(program, state, inputs, Map.of(), outputs);
  }

  private static Gradient gradient(
      Program program,
      String state,
      Map<String, Value> constant,
      Map<String, Value> parameters,
      Collection<String> outputs) {
    outputs.forEach(program::output);
    Vjp vjp = new Vjp(program);
    Value z = program.input(state);
    vjp.active.add(z);
    vjp.active.addAll(constant.values());
    vjp.active.addAll(parameters.values());
    vjp.markUsers();
    Map<String, Value> seeds = vjp.seed(outputs);
    Segment evaluation = vjp.reverse(Binding.EVALUATION, Map.of(state, z));
    Segment solve = vjp.reverse(Binding.SOLVE, constant);
    Segment update = vjp.reverse(Binding.UPDATE, parameters);
    return new Gradient(program, seeds, evaluation, solve, update);
  }

  private static Map<String, Value> parameters(Program program) {
    Map<String, Value> parameters = new LinkedHashMap<>();
    program
        .inputs()
        .forEach((name, value) -> {
          if (value.binding() == Binding.UPDATE) {
            parameters.put(name, value);
          }
        });
    return parameters;
  }

  private void markUsers() {
    for (Value value : program.values()) {
      if (value.operands().stream().anyMatch(active::contains)) {
        active.add(value);
      }
    }
  }

  private Map<String, Value> seed(Collection<String> outputs) {
    Map<String, Value> seeds = new LinkedHashMap<>();
    program
        .outputs()
        .forEach((name, value) -> {
          if (outputs.contains(name)) {
            Value seed = tracer.image(cotangentName(name), value.shape(), Binding.EVALUATION);
            seeds.put(name, seed);
            if (active.contains(value)) { // else nothing depends on it, as on a drift's divergence
              contribute(value, seed);
            }
          }
        });
    return Collections.unmodifiableMap(seeds);
  }

  private Segment reverse(Binding binding, Map<String, Value> wanted) {
    phase = binding;
    int start = tracer.size();
    accumulators.forEach((target, accumulator) -> {
      if (target.binding() == binding) {
        cotangents.put(target, accumulator);
      }
    });
    for (Value value : program.values().reversed()) {
      if (value.binding() == binding && cotangents.containsKey(value)) {
        pull(value, cotangents.get(value));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    wanted.forEach((name, value) -> {
      Value gradient = cotangents.get(value);
      outputs.put(name, gradient != null ? gradient : zero(value));
    });
    List<Value> values =
        tracer.valuesFrom(start).stream()
            .filter(value -> !(value.op() instanceof Op.Input))
            .toList();
    Segment segment = new Segment(values, sinks, Collections.unmodifiableMap(outputs));
    sinks.clear();
    return segment;
  }

  private Value zero(Value value) {
    return accumulators.computeIfAbsent(value, this::accumulator);
  }

  private Value accumulator(Value target) {
    return tracer.input(
        "accumulated:" + target, target.extent(), target.perImage(), target.binding());
  }

  private void contribute(Value operand, Value contribution) {
    if (!active.contains(operand)) {
      return;
    }
    Value c = contribution;
    if (!c.extent().equals(operand.extent())) {
      c = tracer.sumTo(c, operand.shape(), c.perImage());
    }
    if (operand.binding() != phase) {
      Value accumulator = accumulators.computeIfAbsent(operand, this::accumulator);
      sinks.add(new Sink(operand, accumulator, c));
      return;
    }
    if (c.perImage() && !operand.perImage()) {
      c = tracer.sumTo(c, operand.shape(), false);
    }
    Value before = cotangents.get(operand);
    cotangents.put(operand, before == null ? c : tracer.add(before, c));
  }

  private void pull(Value value, Value g) {
    List<Value> in = value.operands();
    switch (value.op()) {
      case Op.Input op -> {}
      case Op.Fill op -> {}
      case Op.Indicator op -> {}
      case Op.Convolve op -> {
        pullImage(in.get(0), () -> tracer.convolveAdjoint(g, in.get(1)));
        pullImage(in.get(1), () -> tracer.kernelGradient(in.get(0), g, in.get(1).kernel().size()));
      }
      case Op.ConvolveAdjoint op -> {
        pullImage(in.get(0), () -> tracer.convolve(g, in.get(1)));
        pullImage(in.get(1), () -> tracer.kernelGradient(g, in.get(0), in.get(1).kernel().size()));
      }
      case Op.KernelGradient op -> {
        pullImage(in.get(0), () -> tracer.convolveAdjoint(in.get(1), g));
        pullImage(in.get(1), () -> tracer.convolve(in.get(0), g));
      }
      case Op.SelectInputs op ->
          pullImage(in.get(0), () -> tracer.embedInputs(g, op.from(), in.get(0).kernel().inputs()));
      case Op.EmbedInputs op ->
          pullImage(
              in.get(0),
              () -> tracer.selectInputs(g, op.from(), op.from() + in.get(0).kernel().inputs()));
      case Op.Add op -> in.forEach(operand -> contribute(operand, g));
      case Op.Multiply op -> {
        pullImage(in.get(0), () -> tracer.multiply(g, in.get(1)));
        pullImage(in.get(1), () -> tracer.multiply(g, in.get(0)));
      }
      case Op.Scale op -> contribute(in.get(0), tracer.scale(g, op.factor()));
      case Op.Activate op -> pullActivation(value, op, g);
      case Op.Wave op ->
          pullImage(in.get(0), () -> tracer.multiply(Jvp.waveDerivative(tracer, op, in.get(0)), g));
      case Op.Stretch op -> pullImage(in.get(0), () -> tracer.shrink(g, in.get(0).shape()));
      case Op.Shrink op ->
          pullImage(
              in.get(0),
              () -> tracer.stretch(g, in.get(0).shape().height(), in.get(0).shape().width()));
      case Op.SumTo op ->
          contribute(in.get(0), tracer.multiply(tracer.fill(in.get(0).shape(), 1), g));
      case Op.Dot op -> pullDot(op, in.get(0), in.get(1), g);
      case Op.SecondDerivative op ->
          throw new IllegalArgumentException(
              "vjp: third derivatives of " + op.kind() + " are not available");
    }
  }

  private interface Contribution {
    Value trace();
  }

  private void pullImage(Value operand, Contribution contribution) {
    if (active.contains(operand)) {
      contribute(operand, contribution.trace());
    }
  }

  private void pullDot(Op.Dot op, Value a, Value b, Value g) {
    if (a == b) {
      contribute(a, tracer.multiply(tracer.scale(g, 2 * op.scale()), a));
      return;
    }
    pullImage(a, () -> tracer.multiply(tracer.scale(g, op.scale()), b));
    pullImage(b, () -> tracer.multiply(tracer.scale(g, op.scale()), a));
  }

  private void pullActivation(Value value, Op.Activate op, Value g) {
    Value x = value.operand(0);
    if (!active.contains(x)) {
      return;
    }
    Value derivative =
        switch (op.order()) {
          case 0 -> find(op.kind(), x, 1);
          case 1 -> second(op, x, value);
          default ->
              throw new IllegalArgumentException(
                  "vjp: third derivatives of " + op.kind() + " are not available");
        };
    contribute(x, tracer.multiply(derivative, g));
  }

  private Value second(Op.Activate op, Value x, Value first) {
    return Jvp.secondFromFirst(op.kind())
        ? tracer.secondDerivative(op.kind(), find(op.kind(), x, 0), first)
        : tracer.activate(op.kind(), x, 2);
  }

  /** The activation of that order if the program has it already, else a new value. */
  private Value find(Activation kind, Value x, int order) {
    Op.Activate wanted = new Op.Activate(kind, order);
    for (Value value : program.values()) {
      if (value.op().equals(wanted) && value.operand(0) == x) {
        return value;
      }
    }
    return tracer.activate(kind, x, order);
  }
}
