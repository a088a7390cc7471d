package baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Traces layers and declares their parameters on the way. Fresh values are a function of seed,
 * level and the number of the parameter.
 */
final class Layers {
  private static final int KERNEL = 3;

  private final Tracer tracer;
  private final long seed;
  private final int level;
  private final List<Weight> weights = new ArrayList<>();
  private final NoiseStream stream = new NoiseStream();

  Layers(Tracer tracer, long seed, int level) {
    this.tracer = tracer;
    this.seed = seed;
    this.level = level;
  }

  Tracer tracer() {
    return tracer;
  }

  /** Parameters so far, in order of declaration. */
  List<Weight> weights() {
    return List.copyOf(weights);
  }

  /**
   * Hidden layers: φ of convolutions of all that is seen, summed, then {@code layers} times h +
   * φ(conv h); φ is swish.
   */
  Value hidden(String name, int width, int layers, List<Value> seen) {
    Value sum = convolution(name + ".0", seen.getFirst(), width);
    for (int i = 1; i < seen.size(); i++) {
      Value w = kernel(name + ".0." + i + ".weight", seen.get(i), width);
      sum = tracer.add(sum, tracer.convolve(seen.get(i), w));
    }
    Value h = tracer.activate(Activation.SWISH, sum);
    for (int k = 1; k <= layers; k++) {
      Value step = tracer.activate(Activation.SWISH, convolution(name + "." + k, h, width));
      h = tracer.add(h, step);
    }
    return h;
  }

  private Value convolution(String name, Value x, int outputs) {
    Value w = kernel(name + ".weight", x, outputs);
    Value b = uniform(name + ".bias", Shape.vector(outputs), bound(x), Optional.empty());
    return tracer.add(tracer.convolve(x, w), b);
  }

  private Value kernel(String name, Value x, int outputs) {
    KernelShape shape = new KernelShape(outputs, x.shape().channels(), KERNEL);
    return uniform(name, shape, bound(x), Optional.of(shape));
  }

  /** 1/√fan-in of a convolution of x. */
  private static double bound(Value x) {
    return 1 / Math.sqrt((double) x.shape().channels() * KERNEL * KERNEL);
  }

  /** A last layer: a convolution with bias, zero at first. */
  Value last(String name, Value x, int outputs) {
    KernelShape shape = new KernelShape(outputs, x.shape().channels(), KERNEL);
    Value w = declare(name + ".weight", shape, zeros(shape), true, Optional.empty());
    return tracer.add(tracer.convolve(x, w), vector(name + ".bias", outputs));
  }

  /** A trained number for each channel, zero at first. */
  Value vector(String name, int channels) {
    Shape shape = Shape.vector(channels);
    return declare(name, shape, zeros(shape), true, Optional.empty());
  }

  /**
   * A matrix that stays as it is, for channels at every pixel: a 3×3 kernel, zero around its
   * centre, since in a plan no value meets kernels of two sizes.
   *
   * @param rows outputs × inputs
   */
  Value fixed(String name, double[][] rows) {
    KernelShape shape = new KernelShape(rows.length, rows[0].length, KERNEL);
    float[] values = zeros(shape);
    for (int o = 0; o < rows.length; o++) {
      for (int i = 0; i < rows[o].length; i++) {
        values[centre(shape, o, i)] = (float) rows[o][i];
      }
    }
    return declare(name, shape, values, false, Optional.empty());
  }

  /** Index of the centre of a kernel's plane, in canonical order. */
  static int centre(KernelShape shape, int output, int input) {
    return (output * shape.inputs() + input) * shape.taps() + shape.taps() / 2;
  }

  /** Normal values of this seed and level, another row for every number. */
  double[] gaussians(int number, int count) {
    double[] values = new double[count];
    stream.reset(seed, Purpose.INITIALISATION, 1, 0, level, number, 0);
    stream.gaussian(values, 0, count);
    return values;
  }

  private Value uniform(String name, Extent extent, double bound, Optional<KernelShape> hidden) {
    double[] u = new double[(int) extent.elements()];
    stream.reset(seed, Purpose.INITIALISATION, 0, 0, level, weights.size(), 0);
    stream.uniform(u, 0, u.length);
    float[] start = zeros(extent);
    for (int i = 0; i < u.length; i++) {
      start[i] = (float) (bound * (2 * u[i] - 1));
    }
    return declare(name, extent, start, true, hidden);
  }

  private static float[] zeros(Extent extent) {
    return new float[(int) extent.elements()];
  }

  private Value declare(
      String name, Extent extent, float[] start, boolean trained, Optional<KernelShape> hidden) {
    weights.add(new Weight(name, start, trained, hidden));
    return tracer.parameter(name, extent);
  }

  /** 2σ(a), between 0 and 2, and 1 at a = 0: a scale whose logarithm is ln 2 − {@link #decline}. */
  Value scale(Value a) {
    return tracer.scale(tracer.activate(Activation.SIGMOID, a), 2);
  }

  /** −ln σ(a) = softplus(−a). */
  Value decline(Value a) {
    return tracer.activate(Activation.SOFTPLUS, tracer.scale(a, -1));
  }

  /** Ones in the shape of x. */
  Value ones(Value x) {
    return tracer.fill(x.shape(), 1);
  }
}
