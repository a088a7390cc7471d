package rivulet.autodiff;

import java.util.LinkedHashMap;
import java.util.Map;
import rivulet.tensor.Activation;

/**
 * Forward-mode differentiation: adds to a program, for any number of directions, the tangents of
 * all values that depend on one input. Values of the program are used by every direction, and the
 * derivatives of its activations are computed once for all of them; convolutions of tangents share
 * the kernels of the program, so that a plan runs them as one product.
 */
public final class Jvp {
  private record Derivative(Value of, Op.Activate op) {}

  private final Tracer tracer;
  private final Program program;
  private final Value input;
  private final Map<Derivative, Value> derivatives = new LinkedHashMap<>();
  private final Map<Value, Value> tangents = new LinkedHashMap<>();

  private Jvp(Tracer tracer, Program program, Value input) {
    this.tracer = tracer;
    this.program = program;
    this.input = input;
  }

  /**
   * Differentiates {@code program} by {@code input}.
   *
   * @param tracer a continuation of the program, which receives the tangents
   */
  public static Jvp by(Tracer tracer, Program program, String input) {
    return new Jvp(tracer, program, program.input(input));
  }

  /** Name of direction number {@code index} of {@code input}, or of the tangent of an output. */
  public static String tangentName(String name, int index) {
    return name + "'" + index;
  }

  /**
   * Adds {@code directions} tangents along {@code input}. Directions are inputs bound per solve,
   * named {@code z'0 … z'(k-1)}; tangents of the outputs are outputs named {@code f'0 …}.
   */
  public static Program transform(Program program, String input, int directions) {
    if (directions < 1) {
      throw new IllegalArgumentException("jvp: needs at least one direction, asked " + directions);
    }
    Tracer tracer = new Tracer(program);
    Jvp jvp = by(tracer, program, input);
    Map<String, Value> tangentOutputs = new LinkedHashMap<>();
    for (int k = 0; k < directions; k++) {
      int number = k;
      Value direction = tracer.image(tangentName(input, k), jvp.input.shape(), Binding.SOLVE);
      jvp.along(direction)
          .forEach((name, tangent) -> tangentOutputs.put(tangentName(name, number), tangent));
    }
    program.outputs().forEach(tracer::output);
    tangentOutputs.forEach(tracer::output);
    return tracer.program();
  }

  /** Traces the tangents along one direction and returns those of the outputs, by name. */
  public Map<String, Value> along(Value direction) {
    if (!direction.extent().equals(input.extent())) {
      throw new IllegalArgumentException(
          "jvp: the direction is " + direction.extent() + ", the input " + input.extent());
    }
    tangents.clear();
    tangents.put(input, direction);
    program.values().forEach(this::push);
    Map<String, Value> outputs = new LinkedHashMap<>();
    program.outputs().forEach((name, value) -> outputs.put(name, tangentOrZero(value)));
    return outputs;
  }

  private Value tangentOrZero(Value value) {
    Value tangent = tangents.get(value);
    return tangent != null ? tangent : tracer.fill(value.shape(), 0);
  }

  private void push(Value value) {
    if (tangents.containsKey(value)) {
      return;
    }
    Value tangent = null;
    for (int i = 0; i < value.operands().size(); i++) {
      Value operandTangent = tangents.get(value.operand(i));
      if (operandTangent != null) {
        Value part = partial(value, i, operandTangent);
        tangent = tangent == null ? part : tracer.add(tangent, part);
      }
    }
    if (tangent != null) {
      tangents.put(value, tangent);
    }
  }

  /** Tangent of {@code value} when operand number {@code i} moves along {@code dx}. */
  private Value partial(Value value, int i, Value dx) {
    return switch (value.op()) {
      case Op.Convolve op when i == 0 -> tracer.convolve(dx, value.operand(1));
      case Op.ConvolveAdjoint op when i == 0 -> tracer.convolveAdjoint(dx, value.operand(1));
      case Op.Add op -> broadcast(dx, value);
      case Op.Multiply op -> tracer.multiply(dx, value.operand(1 - i));
      case Op.Scale op -> tracer.scale(dx, op.factor());
      case Op.Activate op -> tracer.multiply(derivative(op, value.operand(0)), dx);
      case Op.Wave op -> tracer.multiply(waveDerivative(tracer, op, value.operand(0)), dx);
      case Op.Stretch op -> tracer.stretch(dx, value.shape().height(), value.shape().width());
      case Op.Shrink op -> tracer.shrink(dx, value.shape());
      case Op.SumTo op -> tracer.sumTo(dx, value.shape(), value.perImage());
      case Op.Input _,
          Op.Fill _,
          Op.Indicator _,
          Op.Convolve _,
          Op.ConvolveAdjoint _,
          Op.KernelGradient _,
          Op.SelectInputs _,
          Op.EmbedInputs _,
          Op.SecondDerivative _,
          Op.Dot _ ->
          throw new IllegalArgumentException(
              "jvp: " + ProgramPrinter.line(value) + " has no tangent rule for operand " + i);
    };
  }

  private Value broadcast(Value dx, Value target) {
    return dx.extent().equals(target.extent())
        ? dx
        : tracer.multiply(tracer.fill(target.shape(), 1), dx);
  }

  private Value derivative(Op.Activate op, Value x) {
    if (op.order() == 2) {
      throw new IllegalArgumentException(
          "jvp: third derivatives of " + op.kind() + " are not available");
    }
    return derivatives.computeIfAbsent(
        new Derivative(x, op), key -> tracer.activate(op.kind(), x, op.order() + 1));
  }

  /** 2πf·cos for the sine, −2πf·sin for the cosine. */
  static Value waveDerivative(Tracer tracer, Op.Wave op, Value x) {
    double factor = 2 * Math.PI * op.frequency();
    Value other = tracer.wave(x, op.frequency(), !op.cosine());
    return tracer.scale(other, op.cosine() ? -factor : factor);
  }

  static boolean secondFromFirst(Activation kind) {
    return kind != Activation.SWISH;
  }
}
