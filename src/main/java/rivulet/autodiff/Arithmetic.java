package rivulet.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * What a program does at one pixel, number by number, as one would do it by hand: operands, sums of
 * products, results, all in float64.
 *
 * @param computed has run the program
 * @param image of the interpreter's images
 * @param channel of the pixel; values of fewer channels are shown at the remainder
 * @param row of the pixel
 * @param column of the pixel
 * @param products of a convolution that are written out; the others are counted
 */
public record Arithmetic(
    Interpreter computed, int image, int channel, int row, int column, int products) {

  /** A line for every image value, the named outputs last. */
  public List<String> lines(Program program) {
    List<String> lines = new ArrayList<>();
    for (Value value : program.values()) {
      if (value.isImage()) {
        lines.add(line(value));
      }
    }
    program.outputs().forEach((name, value) -> lines.add(name + " = " + number(value)));
    return lines;
  }

  private String line(Value value) {
    return String.format(
        Locale.ROOT, "%-5s %-12s %s", value, place(value.shape()), steps(value) + number(value));
  }

  /** Where a value of that shape is looked at. */
  private String place(Shape shape) {
    return shape.pixels() == 1
        ? "[" + channel % shape.channels() + "]"
        : "[" + channel % shape.channels() + "," + row + "," + column + "]";
  }

  private String steps(Value value) {
    return switch (value.op()) {
      case Op.Input input -> input.name() + " = ";
      case Op.Convolve _ -> convolution(value);
      case Op.Add _ -> number(value.operand(0)) + " + " + number(value.operand(1)) + " = ";
      case Op.Multiply _ -> number(value.operand(0)) + " · " + number(value.operand(1)) + " = ";
      case Op.Scale op -> op.factor() + " · " + number(value.operand(0)) + " = ";
      case Op.Activate op ->
          op.kind().name().toLowerCase(Locale.ROOT)
              + "′".repeat(op.order())
              + "("
              + number(value.operand(0))
              + ") = ";
      case Op.Fill _,
          Op.Indicator _,
          Op.ConvolveAdjoint _,
          Op.KernelGradient _,
          Op.SelectInputs _,
          Op.EmbedInputs _,
          Op.SecondDerivative _,
          Op.Wave _,
          Op.Stretch _,
          Op.Shrink _,
          Op.SumTo _,
          Op.Dot _ ->
          ProgramPrinter.expression(value) + " = ";
    };
  }

  /** The products of weights and inputs under the window, first ones written out. */
  private String convolution(Value value) {
    Value input = value.operand(0);
    KernelShape kernel = value.operand(1).kernel();
    double[] x = computed.get(input, image);
    double[] w = computed.get(value.operand(1), image);
    Shape shape = input.shape();
    int reach = kernel.size() / 2;
    int output = channel % kernel.outputs();
    List<String> terms = new ArrayList<>();
    int beyond = 0;
    for (int i = 0; i < kernel.inputs() * kernel.taps(); i++) {
      int tap = i % kernel.taps();
      int r = row(shape) + tap / kernel.size() - reach;
      int c = column(shape) + tap % kernel.size() - reach;
      if (r < 0 || r >= shape.height() || c < 0 || c >= shape.width()) {
        beyond++;
      } else {
        double weight = w[output * kernel.inputs() * kernel.taps() + i];
        double seen = x[(i / kernel.taps() * shape.height() + r) * shape.width() + c];
        terms.add(number(weight) + "·" + number(seen));
      }
    }
    return sum(terms)
        + (beyond == 0 ? "" : " (" + beyond + " more meet the border's zeros)")
        + " = ";
  }

  private String sum(List<String> terms) {
    String shown = terms.stream().limit(products).collect(Collectors.joining(" + "));
    int left = terms.size() - products;
    return left <= 0 ? shown : shown + " + … " + left + " more products";
  }

  private int row(Shape shape) {
    return shape.height() == 1 ? 0 : row;
  }

  private int column(Shape shape) {
    return shape.width() == 1 ? 0 : column;
  }

  private String number(Value value) {
    Shape shape = value.shape();
    double[] all = computed.get(value, image);
    int plane = channel % shape.channels();
    return number(all[(plane * shape.height() + row(shape)) * shape.width() + column(shape)]);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }
}
