package rivulet.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** Small programs that use every primitive at every binding time; state {@code z}, output f. */
final class SamplePrograms {
  static final Shape STATE = new Shape(2, 3, 4);

  private static final KernelShape KERNEL = new KernelShape(2, 2, 3);

  /** A program with a name for reports. */
  record Sample(String name, Program program) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Tracer tracer = new Tracer();
  private final Value z = tracer.image("z", STATE, Binding.EVALUATION);

  private SamplePrograms() {}

  static List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    for (int size : new int[] {1, 3}) {
      samples.add(convolutions(size));
      samples.add(adjoint(size));
      samples.add(selected(size));
      samples.add(kernelOfState(size));
      samples.add(kernelOfParameters(size));
    }
    for (Activation kind : Activation.values()) {
      samples.add(activation(kind));
      samples.add(network(kind));
    }
    samples.addAll(broadcasts());
    samples.addAll(waves());
    samples.add(stretched(new Shape(2, 3, 3), 5, 4));
    samples.add(stretched(new Shape(2, 1, 2), 1, 2));
    samples.add(shrunk());
    samples.add(kernelArithmetic());
    samples.add(sums());
    samples.add(broadcastTangent());
    samples.add(sumsOverImages());
    samples.add(conditions());
    samples.add(stateAlone());
    return samples;
  }

  /** Those that a plan takes: no images as parameters, no kernels or sums over other images. */
  static List<Sample> planned() {
    return all().stream()
        .filter(sample -> !sample.name().startsWith("kernelGradient"))
        .filter(sample -> !sample.name().equals("sumTo over images"))
        .filter(
            sample -> sample.program().inputs().values().stream().allMatch(SamplePrograms::small))
        .toList();
  }

  private static boolean small(Value input) {
    return input.perImage() || !input.isImage() || input.shape().pixels() == 1;
  }

  private Value parameter(String name, Extent extent) {
    return tracer.parameter(name, extent);
  }

  private Sample finish(String name, Value f) {
    tracer.output("f", f);
    tracer.output("energy", tracer.dot(f, f, 0.5));
    tracer.output("overlap", tracer.dot(f, z, -0.3));
    return new Sample(name, tracer.program());
  }

  private static Sample convolutions(int size) {
    SamplePrograms p = new SamplePrograms();
    Value w = p.parameter("w", new KernelShape(3, 2, size));
    Value v = p.parameter("v", new KernelShape(2, 3, size));
    return p.finish("convolve " + size, p.tracer.convolve(p.tracer.convolve(p.z, w), v));
  }

  private static Sample adjoint(int size) {
    SamplePrograms p = new SamplePrograms();
    Value w = p.parameter("w", new KernelShape(2, 3, size));
    return p.finish(
        "convolveAdjoint " + size, p.tracer.convolve(p.tracer.convolveAdjoint(p.z, w), w));
  }

  private static Sample selected(int size) {
    SamplePrograms p = new SamplePrograms();
    Value w = p.parameter("w", new KernelShape(2, 5, size));
    Value part = p.tracer.selectInputs(w, 1, 3);
    Value rest = p.tracer.embedInputs(p.tracer.selectInputs(w, 4, 5), 1, 2);
    return p.finish(
        "selectInputs " + size,
        p.tracer.add(p.tracer.convolve(p.z, part), p.tracer.convolve(p.z, rest)));
  }

  /** The kernel is a sum over images, so each image's f depends on all of them. */
  private static Sample kernelOfState(int size) {
    SamplePrograms p = new SamplePrograms();
    Value w = p.parameter("w", new KernelShape(2, 2, size));
    Value kernel = p.tracer.kernelGradient(p.z, p.tracer.convolve(p.z, w), size);
    return p.finish("kernelGradient of state " + size, p.tracer.convolve(p.z, kernel));
  }

  private static Sample kernelOfParameters(int size) {
    SamplePrograms p = new SamplePrograms();
    Value a = p.parameter("a", STATE);
    Value b = p.parameter("b", STATE.withChannels(2));
    Value kernel = p.tracer.kernelGradient(a, b, size);
    return p.finish("kernelGradient of parameters " + size, p.tracer.convolve(p.z, kernel));
  }

  /** Arguments are products of entries away from zero: elu's kink stays out of reach. */
  private static Sample activation(Activation kind) {
    SamplePrograms p = new SamplePrograms();
    Value scaled = p.tracer.multiply(p.z, p.parameter("p", Shape.vector(2)));
    Value shared = p.tracer.activate(kind, p.parameter("q", STATE));
    Value own = p.tracer.activate(kind, p.tracer.image("cond", STATE, Binding.SOLVE));
    Value f = p.tracer.multiply(p.tracer.activate(kind, scaled), shared);
    return p.finish("activate " + kind.label(), p.tracer.multiply(f, own));
  }

  private static Sample network(Activation kind) {
    SamplePrograms p = new SamplePrograms();
    Value h = p.tracer.multiply(p.z, p.parameter("p", Shape.SCALAR));
    h = p.tracer.convolve(p.tracer.activate(kind, h), p.parameter("w", new KernelShape(3, 2, 3)));
    h = p.tracer.add(h, p.parameter("b", Shape.vector(3)));
    h = p.tracer.activate(kind == Activation.ELU ? Activation.TANH : kind, h);
    return p.finish(
        "network " + kind.label(),
        p.tracer.convolve(h, p.parameter("v", new KernelShape(2, 3, 3))));
  }

  /** Both operations × operand of every shape × every binding time × both orders. */
  private static List<Sample> broadcasts() {
    List<Sample> samples = new ArrayList<>();
    for (Shape shape : List.of(STATE, Shape.vector(2), Shape.SCALAR)) {
      for (Binding binding : Binding.values()) {
        for (boolean product : new boolean[] {false, true}) {
          samples.add(broadcast(shape, binding, product, false));
          samples.add(broadcast(shape, binding, product, true));
        }
      }
    }
    return samples;
  }

  private static Sample broadcast(Shape shape, Binding binding, boolean product, boolean swapped) {
    SamplePrograms p = new SamplePrograms();
    Value x =
        binding == Binding.UPDATE ? p.parameter("x", shape) : p.tracer.image("x", shape, binding);
    Value y = p.tracer.multiply(x, p.parameter("p", Shape.SCALAR));
    BiFunction<Value, Value, Value> op = product ? p.tracer::multiply : p.tracer::add;
    Value joined = swapped ? op.apply(y, p.z) : op.apply(p.z, y);
    String name = (product ? "multiply " : "add ") + shape + " " + binding;
    return p.finish(name + (swapped ? " first" : " second"), p.tracer.multiply(joined, p.z));
  }

  /** Waves of what moves with the state, with parameters, and with a solve; slow ones. */
  private static List<Sample> waves() {
    List<Sample> samples = new ArrayList<>();
    for (boolean cosine : new boolean[] {false, true}) {
      SamplePrograms p = new SamplePrograms();
      Value scaled = p.slow(p.tracer.multiply(p.z, p.parameter("p", Shape.vector(2))));
      Value age = p.slow(p.tracer.image("age", Shape.SCALAR, Binding.SOLVE));
      age = p.tracer.wave(age, 2, cosine);
      Value own = p.tracer.wave(p.slow(p.parameter("q", Shape.vector(2))), 3, cosine);
      Value f = p.tracer.multiply(p.tracer.wave(scaled, 1, cosine), own);
      samples.add(p.finish(cosine ? "cosine" : "sine", p.tracer.multiply(f, age)));
    }
    return samples;
  }

  private Value slow(Value x) {
    return tracer.scale(x, 0.05);
  }

  /** The cases come from a convolution of the state's sums, so that they move with everything. */
  private static Sample stretched(Shape cases, int height, int width) {
    SamplePrograms p = new SamplePrograms();
    Shape whole = new Shape(2, height, width);
    Value z = p.tracer.image("wide", whole, Binding.SOLVE);
    Value level = p.tracer.sumTo(p.z, Shape.vector(2), true);
    Value shape = p.tracer.convolve(p.tracer.fill(cases, 1), p.parameter("w", KERNEL));
    Value image = p.tracer.stretch(p.tracer.multiply(shape, level), height, width);
    Value f = p.tracer.sumTo(p.tracer.multiply(image, z), Shape.vector(2), true);
    return p.finish("stretch " + whole, p.tracer.multiply(p.z, f));
  }

  private static Sample shrunk() {
    SamplePrograms p = new SamplePrograms();
    Value scaled = p.tracer.multiply(p.z, p.parameter("p", Shape.vector(2)));
    Value cases = p.tracer.shrink(scaled, new Shape(2, 3, 3));
    Value back = p.tracer.stretch(p.tracer.multiply(cases, cases), 3, 4);
    return p.finish("shrink", p.tracer.multiply(back, p.z));
  }

  private static Sample kernelArithmetic() {
    SamplePrograms p = new SamplePrograms();
    Value a = p.parameter("a", new KernelShape(2, 2, 3));
    Value b = p.parameter("b", new KernelShape(2, 2, 3));
    Value w = p.tracer.add(p.tracer.multiply(a, b), p.tracer.scale(a, -1.5));
    return p.finish("kernel arithmetic", p.tracer.convolve(p.z, w));
  }

  private static Sample sums() {
    SamplePrograms p = new SamplePrograms();
    Value vector = p.tracer.sumTo(p.z, Shape.vector(2), true);
    Value scalar = p.tracer.sumTo(p.tracer.multiply(p.z, p.z), Shape.SCALAR, true);
    Value f = p.tracer.multiply(p.z, p.tracer.multiply(vector, scalar));
    f = p.tracer.add(f, p.tracer.fill(STATE, 0.7));
    return p.finish("sumTo", p.tracer.add(p.tracer.add(vector, f), scalar));
  }

  /** Only the small operand moves: its tangent must still have the shape of the sum. */
  private static Sample broadcastTangent() {
    SamplePrograms p = new SamplePrograms();
    Value vector = p.tracer.sumTo(p.z, Shape.vector(2), true);
    return p.finish("broadcast tangent", p.tracer.add(p.tracer.fill(STATE, 0.4), vector));
  }

  private static Sample sumsOverImages() {
    SamplePrograms p = new SamplePrograms();
    Value all = p.tracer.sumTo(p.z, Shape.vector(2), false);
    Value image = p.tracer.sumTo(p.tracer.multiply(p.z, p.z), STATE, false);
    return p.finish("sumTo over images", p.tracer.multiply(p.tracer.multiply(p.z, all), image));
  }

  private static Sample conditions() {
    SamplePrograms p = new SamplePrograms();
    Value cond = p.tracer.image("cond", STATE.withChannels(3), Binding.SOLVE);
    Value style = p.tracer.image("style", Shape.vector(2), Binding.SOLVE);
    Value c = p.tracer.convolve(cond, p.parameter("w", new KernelShape(2, 3, 3)));
    Value weight = p.tracer.activate(Activation.TANH, style);
    c = p.tracer.multiply(p.tracer.activate(Activation.TANH, c), weight);
    Value gate = p.tracer.activate(Activation.SIGMOID, p.tracer.scale(style, 2));
    return p.finish("conditions", p.tracer.add(p.tracer.multiply(p.z, gate), c));
  }

  private static Sample stateAlone() {
    SamplePrograms p = new SamplePrograms();
    p.parameter("unused", Shape.vector(3));
    p.parameter("unused kernel", new KernelShape(2, 2, 3));
    return p.finish("f = z", p.z);
  }
}
