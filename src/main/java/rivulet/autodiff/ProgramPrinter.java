package rivulet.autodiff;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;

/** Prints programs as readable mathematics and counts floating-point operations. */
public final class ProgramPrinter {
  private ProgramPrinter() {}

  static String print(Program program) {
    StringBuilder text = new StringBuilder();
    for (Value value : program.values()) {
      text.append(line(value)).append('\n');
    }
    for (Map.Entry<String, Value> output : program.outputs().entrySet()) {
      text.append(output.getKey()).append(" := ").append(output.getValue()).append('\n');
    }
    text.append("total per evaluation and image: ").append(program.flops()).append(" FLOP\n");
    return text.toString();
  }

  public static String line(Value value) {
    long flops = flops(value);
    return String.format(
        Locale.ROOT,
        "%-6s %-14s %-10s %s%s",
        value,
        value.extent() + (value.perImage() ? "" : " shared"),
        value.binding().name().toLowerCase(Locale.ROOT),
        expression(value),
        flops == 0 ? "" : "   # " + flops + " FLOP");
  }

  static String expression(Value value) {
    List<Value> in = value.operands();
    return switch (value.op()) {
      case Op.Input input -> "input " + input.name();
      case Op.Fill fill -> "fill " + fill.value();
      case Op.Indicator op -> "indicator " + op.lattice();
      case Op.Convolve op -> "conv(" + names(in) + ")";
      case Op.ConvolveAdjoint op -> "convᵀ(" + names(in) + ")";
      case Op.KernelGradient op -> "∂conv/∂w(" + names(in) + ")";
      case Op.SelectInputs op -> in.get(0) + "[:, " + op.from() + ":" + op.to() + "]";
      case Op.EmbedInputs op -> "embed(" + in.get(0) + " at " + op.from() + ")";
      case Op.Add op -> in.get(0) + " + " + in.get(1);
      case Op.Multiply op -> in.get(0) + " ⊙ " + in.get(1);
      case Op.Scale op -> op.factor() + " · " + in.get(0);
      case Op.Activate op -> name(op.kind()) + "′".repeat(op.order()) + "(" + in.get(0) + ")";
      case Op.SecondDerivative op -> name(op.kind()) + "″ from (" + names(in) + ")";
      case Op.Wave op ->
          (op.cosine() ? "cos" : "sin") + "(2π·" + op.frequency() + "·" + in.get(0) + ")";
      case Op.Stretch op -> "stretch(" + in.get(0) + ")";
      case Op.Shrink op -> "shrink(" + in.get(0) + ")";
      case Op.SumTo op -> "sum(" + in.get(0) + ")";
      case Op.Dot op -> op.scale() + " · ⟨" + names(in) + "⟩";
    };
  }

  static long flops(Value value) {
    return switch (value.op()) {
      case Op.Input op -> 0;
      case Op.Fill op -> 0;
      case Op.Indicator op -> 0;
      case Op.SelectInputs op -> 0;
      case Op.EmbedInputs op -> 0;
      case Op.Convolve op -> 2L * value.operand(1).extent().elements() * value.shape().pixels();
      case Op.ConvolveAdjoint op ->
          2L * value.operand(1).extent().elements() * value.shape().pixels();
      case Op.KernelGradient op -> kernelFlops(value);
      case Op.Activate op -> 20 * value.extent().elements();
      case Op.Wave op -> 20 * value.extent().elements();
      case Op.Stretch op -> 0;
      case Op.Shrink op -> value.operand(0).extent().elements();
      case Op.SumTo op -> value.operand(0).extent().elements();
      case Op.Dot op -> 2 * value.operand(0).extent().elements();
      case Op.Add op -> value.extent().elements();
      case Op.Multiply op -> value.extent().elements();
      case Op.Scale op -> value.extent().elements();
      case Op.SecondDerivative op -> 2 * value.extent().elements();
    };
  }

  private static long kernelFlops(Value value) {
    KernelShape kernel = value.kernel();
    return 2L * kernel.elements() * value.operand(0).shape().pixels();
  }

  private static String names(List<Value> values) {
    return values.stream().map(Value::toString).collect(Collectors.joining(", "));
  }

  private static String name(Activation kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
