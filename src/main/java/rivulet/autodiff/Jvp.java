package rivulet.autodiff;

import java.util.LinkedHashMap;
import java.util.Map;
import rivulet.tensor.Activation;

/**
 * Forward-mode differentiation: program → program. The result holds every value of the original
 * and, for each of k directions, the tangents of all values that depend on the chosen input.
 * Directions are inputs bound per solve, named {@code z'0 … z'(k-1)}; tangents of the outputs are
 * outputs named {@code f'0 … f'(k-1)}.
 */
public final class Jvp {
  private final Tracer tracer;
  private final Map<Value, Value> tangents = new LinkedHashMap<>();

  private Jvp(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Name of direction number {@code index} of {@code input}, or of the tangent of an output. */
  public static String tangentName(String name, int index) {
    return name + "'" + index;
  }

  /** Adds {@code directions} tangents along {@code input}. */
  public static Program transform(Program program, String input, int directions) {
    if (directions < 1) {
      throw new IllegalArgumentException("jvp: needs at least one direction, asked " + directions);
    }
    Tracer tracer = new Tracer(program);
    Map<String, Value> tangentOutputs = new LinkedHashMap<>();
    for (int k = 0; k < directions; k++) {
      Jvp direction = new Jvp(tracer);
      Value x = program.input(input);
      direction.tangents.put(x, tracer.image(tangentName(input, k), x.shape(), Binding.SOLVE));
      program.values().forEach(direction::push);
      for (Map.Entry<String, Value> output : program.outputs().entrySet()) {
        tangentOutputs.put(
            tangentName(output.getKey(), k), direction.tangentOrZero(output.getValue()));
      }
    }
    program.outputs().forEach(tracer::output);
    tangentOutputs.forEach(tracer::output);
    return tracer.program();
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
      default ->
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
    return tracer.activate(op.kind(), x, op.order() + 1);
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
