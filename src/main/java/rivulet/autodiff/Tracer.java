package rivulet.autodiff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Records primitive operations into a {@link Program}. Each method checks its operands, derives
 * shape, binding time and whether the value exists once per image, and appends one value.
 */
public final class Tracer {
  private final List<Value> values = new ArrayList<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final List<Integer> sections = new ArrayList<>();

  /** An empty program. */
  public Tracer() {}

  /** Continues {@code program}: ids go on, its inputs stay, its outputs are not taken over. */
  public Tracer(Program program) {
    values.addAll(program.values());
    inputs.putAll(program.inputs());
    sections.addAll(program.sections());
  }

  /** A trainable parameter: an image of one pixel (bias) or a kernel; shared by all images. */
  public Value parameter(String name, Extent extent) {
    return input(name, extent, false, Binding.UPDATE);
  }

  /** An input with its own value for every image. */
  public Value image(String name, Shape shape, Binding binding) {
    return input(name, shape, true, binding);
  }

  Value input(String name, Extent extent, boolean perImage, Binding binding) {
    if (inputs.containsKey(name)) {
      throw new IllegalArgumentException("program: input '" + name + "' is declared twice");
    }
    Value value = append(extent, perImage, binding, new Op.Input(name));
    inputs.put(name, value);
    return value;
  }

  /** An image filled with a constant, shared by all images. */
  public Value fill(Shape shape, double constant) {
    return append(shape, false, Binding.UPDATE, new Op.Fill(constant));
  }

  /**
   * The image that is 1 on a lattice and 0 elsewhere.
   *
   * @param kept whether it is made once per update and shared by all images, with everything that
   *     follows from it and parameters alone, or anew for each image at every evaluation, which
   *     takes time in place of memory
   */
  public Value indicator(Shape shape, Lattice lattice, boolean kept) {
    if (lattice.endChannel() > shape.channels()
        || lattice.row() >= shape.height()
        || lattice.column() >= shape.width()) {
      throw new IllegalArgumentException(
          "indicator: " + lattice + " has no entry, or channels outside, of " + shape);
    }
    Binding binding = kept ? Binding.UPDATE : Binding.EVALUATION;
    return append(shape, !kept, binding, new Op.Indicator(lattice));
  }

  /**
   * Ends a section: a plan computes all values recorded so far, of each binding time, before those
   * that follow, and gives the memory of temporaries that nobody reads any more to the latter.
   * Changes no bits.
   */
  public void endSection() {
    if (!values.isEmpty() && (sections.isEmpty() || sections.getLast() < values.size())) {
      sections.add(values.size());
    }
  }

  /** {@code conv(x, w)}: stride 1, zero border, output channels of {@code w}. */
  public Value convolve(Value x, Value w) {
    requireChannels("convolve", x, w.kernel().inputs(), w);
    return append(x.shape().withChannels(w.kernel().outputs()), new Op.Convolve(), x, w);
  }

  /** Adjoint of {@link #convolve} by the image. */
  public Value convolveAdjoint(Value g, Value w) {
    requireChannels("convolveAdjoint", g, w.kernel().outputs(), w);
    return append(g.shape().withChannels(w.kernel().inputs()), new Op.ConvolveAdjoint(), g, w);
  }

  /** Adjoint of {@link #convolve} by the kernel, summed over pixels and images. */
  public Value kernelGradient(Value x, Value g, int size) {
    if (x.shape().height() != g.shape().height() || x.shape().width() != g.shape().width()) {
      throw mismatch("kernelGradient", x, g);
    }
    KernelShape shape = new KernelShape(g.shape().channels(), x.shape().channels(), size);
    Binding binding = Binding.later(x.binding(), g.binding());
    return append(shape, false, binding, new Op.KernelGradient(size), x, g);
  }

  /** Kernel restricted to the input channels {@code from … to-1}. */
  public Value selectInputs(Value w, int from, int to) {
    KernelShape k = w.kernel();
    if (from < 0 || to > k.inputs() || from >= to) {
      throw new IllegalArgumentException(
          "selectInputs: channels " + from + " to " + to + " of a kernel " + k);
    }
    KernelShape part = new KernelShape(k.outputs(), to - from, k.size());
    return append(part, new Op.SelectInputs(from, to), w);
  }

  Value embedInputs(Value w, int from, int inputs) {
    KernelShape k = w.kernel();
    KernelShape whole = new KernelShape(k.outputs(), inputs, k.size());
    return append(whole, new Op.EmbedInputs(from, inputs), w);
  }

  /** Sum, with one-pixel and scalar operands broadcast. */
  public Value add(Value a, Value b) {
    return append(joined("add", a, b), new Op.Add(), a, b);
  }

  /** Product, with one-pixel and scalar operands broadcast. */
  public Value multiply(Value a, Value b) {
    return append(joined("multiply", a, b), new Op.Multiply(), a, b);
  }

  /** {@code factor · a}. */
  public Value scale(Value a, double factor) {
    return append(a.extent(), new Op.Scale(factor), a);
  }

  /** {@code φ(x)} elementwise. */
  public Value activate(Activation kind, Value x) {
    return activate(kind, x, 0);
  }

  Value activate(Activation kind, Value x, int order) {
    return append(x.shape(), new Op.Activate(kind, order), x);
  }

  Value secondDerivative(Activation kind, Value value, Value first) {
    return append(value.shape(), new Op.SecondDerivative(kind), value, first);
  }

  /** {@code sin(2π·frequency·x)} or {@code cos(2π·frequency·x)} elementwise. */
  public Value wave(Value x, int frequency, boolean cosine) {
    return append(x.shape(), new Op.Wave(frequency, cosine), x);
  }

  /**
   * {@code x}, of at most 3×3 pixels, with its middle row and column repeated up to the given
   * extents; an extent below 3 must be that of {@code x}.
   */
  public Value stretch(Value x, int height, int width) {
    Shape target = new Shape(x.shape().channels(), height, width);
    requireCases("stretch", x.shape(), target);
    return append(target, new Op.Stretch(), x);
  }

  Value shrink(Value g, Shape cases) {
    requireCases("shrink", cases, g.shape());
    return append(cases, new Op.Shrink(), g);
  }

  private static void requireCases(String name, Shape cases, Shape whole) {
    boolean fit =
        cases.channels() == whole.channels()
            && cases.height() == Math.min(3, whole.height())
            && cases.width() == Math.min(3, whole.width());
    if (!fit) {
      throw new IllegalArgumentException(
          name + ": " + whole + " has no cases " + cases + "; extents above 3 have 3 cases each");
    }
  }

  Value sumTo(Value x, Shape shape, boolean perImage) {
    return append(shape, perImage, x.binding(), new Op.SumTo(), x);
  }

  /**
   * {@code scale · Σ a·b} over one image, in float64; only an output, never an operand. A rate is
   * asked for at every evaluation, so it is bound there, whatever its operands are: those of a
   * linear field's divergence do not move during a solve.
   */
  public Value dot(Value a, Value b, double scale) {
    if (!a.shape().equals(b.shape())) {
      throw mismatch("dot", a, b);
    }
    return append(Shape.SCALAR, true, Binding.EVALUATION, new Op.Dot(scale), a, b);
  }

  /** Names a value as an output of the program. */
  public void output(String name, Value value) {
    if (outputs.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("program: output '" + name + "' is declared twice");
    }
  }

  Value valueOf(String input) {
    return inputs.get(input);
  }

  int size() {
    return values.size();
  }

  List<Value> valuesFrom(int start) {
    return List.copyOf(values.subList(start, values.size()));
  }

  /** The program recorded so far. */
  public Program program() {
    return new Program(values, inputs, outputs, sections);
  }

  private Value append(Extent extent, Op op, Value... operands) {
    boolean perImage = false;
    Binding binding = Binding.UPDATE;
    for (Value operand : operands) {
      perImage |= operand.perImage();
      binding = Binding.later(binding, operand.binding());
    }
    return append(extent, perImage, binding, op, operands);
  }

  private Value append(Extent extent, boolean perImage, Binding binding, Op op, Value... operands) {
    for (Value operand : operands) {
      requireOperand(operand);
    }
    Value value = new Value(values.size(), extent, perImage, binding, op, List.of(operands));
    values.add(value);
    return value;
  }

  private void requireOperand(Value operand) {
    if (operand.id() >= values.size() || values.get(operand.id()) != operand) {
      throw new IllegalArgumentException(
          "program: " + operand + " belongs to another program; trace it in this one");
    }
    if (operand.op() instanceof Op.Dot) {
      throw new IllegalArgumentException(
          "program: " + operand + " is a float64 sum; it can only be an output");
    }
  }

  private static Extent joined(String name, Value a, Value b) {
    if (a.extent().equals(b.extent())) {
      return a.extent();
    }
    if (!a.isImage() || !b.isImage()) {
      throw mismatch(name, a, b);
    }
    if (a.shape().broadcastsTo(b.shape())) {
      return b.extent();
    }
    if (b.shape().broadcastsTo(a.shape())) {
      return a.extent();
    }
    throw mismatch(name, a, b);
  }

  private static void requireChannels(String name, Value x, int channels, Value w) {
    if (x.shape().channels() != channels) {
      throw mismatch(name, x, w);
    }
  }

  private static IllegalArgumentException mismatch(String name, Value a, Value b) {
    return new IllegalArgumentException(
        name + ": shapes do not fit: " + a + " is " + a.extent() + ", " + b + " is " + b.extent());
  }
}
