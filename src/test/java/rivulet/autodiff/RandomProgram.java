package rivulet.autodiff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Random compositions of primitives on small odd shapes: images, vectors and scalars bound per
 * update, solve and evaluation, kernels shared between convolutions, parts of kernels. State {@code
 * z}, output {@code f}, sums for quadratures; every second program has tangents.
 */
final class RandomProgram {
  private static final int[] CHANNELS = {1, 2, 3, 5, 9, 15, 16, 17, 19};
  private static final int[] EXTENTS = {1, 2, 3, 4, 5, 7};

  private final SplittableRandom random;
  private final Tracer tracer = new Tracer();
  private final List<Value> pool = new ArrayList<>();
  private final List<Value> kernels = new ArrayList<>();
  private final Shape state;
  private final int size;
  private int names;

  private RandomProgram(long seed, int taller) {
    random = new SplittableRandom(seed);
    size = random.nextInt(4) == 0 ? 1 : 3;
    state = new Shape(pick(CHANNELS), taller + pick(EXTENTS), pick(EXTENTS));
    Value z = tracer.image("z", state, Binding.EVALUATION);
    pool.add(z);
    pool.add(tracer.image("t", Shape.SCALAR, Binding.EVALUATION));
    pool.add(tracer.image("cond", state.withChannels(pick(CHANNELS)), Binding.SOLVE));
    pool.add(tracer.image("style", Shape.vector(state.channels()), Binding.SOLVE));
    pool.add(tracer.image("age", Shape.SCALAR, Binding.SOLVE));
    pool.add(tracer.fill(state.withChannels(pick(CHANNELS)), 0.75));
    pool.add(tracer.parameter("scalar", Shape.SCALAR));
    pool.add(z);
  }

  /** The program of that seed, with sums as quadratures. */
  static Program of(long seed) {
    return of(seed, 0);
  }

  /** The same on images of so many rows more. */
  static Program of(long seed, int taller) {
    RandomProgram made = new RandomProgram(seed, taller);
    for (int i = 0, steps = 4 + made.random.nextInt(12); i < steps; i++) {
      made.step();
    }
    Value f = made.stateLike();
    made.tracer.output("f", f);
    Program program = made.tracer.program();
    return seed % 2 == 0
        ? InterpreterGradientTest.dual(program, 1 + (int) (seed / 2 % 3))
        : made.sums(f);
  }

  private Program sums(Value f) {
    tracer.output("energy", tracer.dot(f, f, 0.5 / state.elements()));
    tracer.output("overlap", tracer.dot(pool.getFirst(), f, 1.0 / state.elements()));
    return tracer.program();
  }

  private int pick(int[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A value of the pool, the later ones more often. */
  private Value any() {
    int a = random.nextInt(pool.size());
    return pool.get(Math.max(a, random.nextInt(pool.size())));
  }

  private Value image() {
    for (int attempt = 0; attempt < 20; attempt++) {
      Value value = any();
      if (value.shape().pixels() == state.pixels()) {
        return value;
      }
    }
    return pool.getFirst();
  }

  private void step() {
    pool.add(
        switch (random.nextInt(12)) {
          case 0, 1 -> convolve(image(), pick(CHANNELS));
          case 2 -> adjoint(image());
          case 3 -> tracer.scale(any(), random.nextDouble(-1.5, 1.5));
          case 4, 5 -> activate(any());
          case 6 -> bias(any());
          case 7 -> wave(tracer.scale(tracer.activate(Activation.TANH, any()), 0.1));
          case 8 -> stretched(image());
          default -> combine();
        });
  }

  private Value activate(Value x) {
    Activation[] kinds = Activation.values();
    return tracer.activate(kinds[random.nextInt(kinds.length)], x);
  }

  /** By a kernel used before if one fits, by a new one, or by a part of a new one. */
  private Value convolve(Value x, int outputs) {
    int inputs = x.shape().channels();
    for (Value w : kernels) {
      if (w.kernel().inputs() == inputs && random.nextInt(3) > 0) {
        return tracer.convolve(x, w);
      }
    }
    if (random.nextInt(3) == 0) {
      Value whole = kernel(outputs, inputs + 3);
      int from = random.nextInt(4);
      return tracer.convolve(x, tracer.selectInputs(whole, from, from + inputs));
    }
    return tracer.convolve(x, kernel(outputs, inputs));
  }

  private Value adjoint(Value g) {
    for (Value w : kernels) {
      if (w.kernel().outputs() == g.shape().channels()) {
        return tracer.convolveAdjoint(g, w);
      }
    }
    return tracer.convolveAdjoint(g, kernel(g.shape().channels(), pick(CHANNELS)));
  }

  private Value kernel(int outputs, int inputs) {
    Value w = tracer.parameter("w" + names++, new KernelShape(outputs, inputs, size));
    kernels.add(w);
    return w;
  }

  /** Of a small argument: a wave of large values turns their rounding into noise. */
  private Value wave(Value x) {
    return tracer.wave(x, 1 + random.nextInt(2), random.nextBoolean());
  }

  /** What the cases of an image sum to, as an image. */
  private Value stretched(Value x) {
    Shape whole = x.shape();
    int height = Math.min(3, whole.height());
    int width = Math.min(3, whole.width());
    Value cases = tracer.shrink(x, new Shape(whole.channels(), height, width));
    return tracer.stretch(tracer.scale(cases, 0.3), whole.height(), whole.width());
  }

  private Value bias(Value x) {
    Value b = tracer.parameter("b" + names++, Shape.vector(x.shape().channels()));
    return random.nextBoolean() ? tracer.add(x, b) : tracer.multiply(b, x);
  }

  private Value combine() {
    Value a = any();
    List<Value> partners = new ArrayList<>();
    for (Value b : pool) {
      if (a.shape().broadcastsTo(b.shape()) || b.shape().broadcastsTo(a.shape())) {
        partners.add(b);
      }
    }
    Value b = partners.get(random.nextInt(partners.size()));
    return random.nextBoolean() ? tracer.add(a, b) : tracer.multiply(a, b);
  }

  /** The last image of the state's shape that follows from the state; else its convolution. */
  private Value stateLike() {
    Set<Value> moving = new HashSet<>(List.of(pool.getFirst()));
    Value last = null;
    for (Value value : tracer.program().values()) {
      if (value.operands().stream().anyMatch(moving::contains)) {
        moving.add(value);
        last = value.isImage() && value.shape().equals(state) ? value : last;
      }
    }
    int channels = state.channels();
    return last != null ? last : tracer.convolve(pool.getFirst(), kernel(channels, channels));
  }
}
