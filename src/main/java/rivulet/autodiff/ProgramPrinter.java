package rivulet.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;

/** Prints programs as readable mathematics and counts floating-point operations. */
public final class ProgramPrinter {
  private static final String EVERY = "evaluation";
  private static final String OUTPUT = "output";

  private ProgramPrinter() {}

  /**
   * One operation.
   *
   * @param name of its value
   * @param shape channels, rows and columns, or those of a kernel
   * @param shared whether all images of a batch have it in common
   * @param when it is computed: once per {@code update}, {@code solve} or {@code evaluation};
   *     {@code output} of what is no operation but the name of a value
   * @param expression in the names of earlier values
   * @param flops floating-point operations of the direct algorithm, for one image
   */
  public record Line(
      String name, String shape, boolean shared, String when, String expression, long flops) {
    @Override
    public String toString() {
      if (when.equals(OUTPUT)) {
        return name + " := " + expression;
      }
      return String.format(
          Locale.ROOT,
          "%-6s %-14s %-10s %s%s",
          name,
          shape + (shared ? " shared" : ""),
          when,
          expression,
          flops == 0 ? "" : "   # " + flops + " FLOP");
    }
  }

  /** The operations of a program in order, its outputs last. */
  public static List<Line> lines(Program program) {
    List<Line> lines = new ArrayList<>();
    program.values().forEach(value -> lines.add(line(value)));
    program.outputs().forEach((name, value) -> lines.add(output(name, value)));
    return lines;
  }

  /**
   * The operations of a program and of its reverse. What a later phase takes over from an earlier
   * one is a sum over its runs.
   */
  public static List<Line> lines(Gradient gradient) {
    List<Line> lines = new ArrayList<>(lines(gradient.program()));
    gradient.cotangents().values().forEach(value -> lines.add(line(value)));
    addSegment(lines, gradient.evaluation(), EVERY);
    addSegment(lines, gradient.solve(), "solve");
    addSegment(lines, gradient.update(), "update");
    return lines;
  }

  /**
   * The operations of a field.
   *
   * @param derivative {@code none}; {@code jvp}: with its derivative along a direction of the
   *     state; {@code vjp}: with its reverse
   * @throws IllegalArgumentException for another name
   */
  public static List<Line> lines(TracedField field, String derivative) {
    Program own = field.program();
    return switch (derivative) {
      case "none" -> lines(own);
      case "jvp" -> lines(Jvp.transform(own, TracedField.STATE, 1));
      case "vjp" -> lines(Vjp.transform(own, TracedField.STATE, List.of(TracedField.OUTPUT)));
      default ->
          throw new IllegalArgumentException(
              "program: `derivative` is none, jvp or vjp, found " + derivative);
    };
  }

  private static void addSegment(List<Line> lines, Segment segment, String when) {
    segment.values().forEach(value -> lines.add(line(value, when)));
    for (Sink sink : segment.sinks()) {
      Value sum = sink.accumulator();
      lines.add(
          new Line(
              sum.toString(),
              sum.extent().toString(),
              !sum.perImage(),
              when,
              "Σ " + sink.contribution() + ", the cotangent of " + sink.target(),
              sink.contribution().extent().elements()));
    }
    segment.outputs().forEach((name, value) -> lines.add(output("∂" + name, value)));
  }

  /** Floating-point operations of those that are computed at every evaluation. */
  public static long flops(List<Line> lines) {
    return lines.stream().filter(line -> line.when().equals(EVERY)).mapToLong(Line::flops).sum();
  }

  static String print(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    text.append("total per evaluation and image: ").append(flops(lines)).append(" FLOP\n");
    return text.toString();
  }

  /** One value by itself. */
  public static Line line(Value value) {
    return line(value, value.binding().name().toLowerCase(Locale.ROOT));
  }

  private static Line line(Value value, String when) {
    return new Line(
        value.toString(),
        value.extent().toString(),
        !value.perImage(),
        when,
        expression(value),
        flops(value));
  }

  private static Line output(String name, Value value) {
    return new Line(
        name, value.extent().toString(), !value.perImage(), OUTPUT, value.toString(), 0);
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
