package rivulet.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Circular;

/**
 * Executes programs in float64 with plain loops: the oracle of every kernel and gradient, and the
 * high-precision mode of audits. Images are planar (channel, row, column), kernels canonical.
 */
public final class Interpreter {
  private final int images;
  private final double[][][] store;

  /**
   * @param images number of images evaluated together
   * @param values an upper bound on value ids
   */
  public Interpreter(int images, int values) {
    if (images < 1) {
      throw new IllegalArgumentException("interpreter: needs at least one image, asked " + images);
    }
    this.images = images;
    this.store = new double[values][][];
  }

  /** Sets an input; one array for a shared value, one per image otherwise. */
  public void set(Value value, double[]... data) {
    int copies = value.perImage() ? images : 1;
    if (data.length != copies) {
      throw new IllegalArgumentException(
          "interpreter: " + value + " needs " + copies + " arrays, found " + data.length);
    }
    for (double[] array : data) {
      if (array.length != value.extent().elements()) {
        throw new IllegalArgumentException(
            "interpreter: " + value + " is " + value.extent() + ", array holds " + array.length);
      }
    }
    store[value.id()] = data.clone();
  }

  /** The computed value of one image (of all, if shared). */
  public double[] get(Value value, int image) {
    double[][] data = store[value.id()];
    if (data == null) {
      throw new IllegalStateException("interpreter: " + value + " has not been computed");
    }
    return data[value.perImage() ? image : 0];
  }

  /** Computes the values of the list in order; inputs must have been set. */
  public void run(List<Value> values) {
    for (Value value : values) {
      if (!(value.op() instanceof Op.Input)) {
        store[value.id()] = compute(value);
      }
    }
  }

  /** Adds every contribution of a segment to its accumulator, which starts at zero. */
  public void drain(List<Sink> sinks) {
    for (Sink sink : sinks) {
      double[][] sum = accumulator(sink.accumulator());
      for (int n = 0; n < images; n++) {
        addTo(sum[sink.target().perImage() ? n : 0], get(sink.contribution(), n));
        if (!sink.contribution().perImage()) {
          break;
        }
      }
    }
  }

  /** Sets an accumulator to zero. */
  public void clear(Value accumulator) {
    store[accumulator.id()] = null;
    accumulator(accumulator);
  }

  private double[][] accumulator(Value value) {
    if (store[value.id()] == null) {
      store[value.id()] = allocate(value);
    }
    return store[value.id()];
  }

  private double[][] allocate(Value value) {
    return new double[value.perImage() ? images : 1][(int) value.extent().elements()];
  }

  private double[][] compute(Value value) {
    double[][] result = allocate(value);
    if (value.op() instanceof Op.KernelGradient) {
      kernelGradient(value, result[0]);
      return result;
    }
    if (value.op() instanceof Op.SumTo) {
      sumTo(value, result);
      return result;
    }
    for (int n = 0; n < result.length; n++) {
      compute(value, n, result[n]);
    }
    return result;
  }

  private void compute(Value value, int n, double[] y) {
    switch (value.op()) {
      case Op.Fill op -> Arrays.fill(y, op.value());
      case Op.Indicator op ->
          System.arraycopy(op.lattice().indicator(value.shape()), 0, y, 0, y.length);
      case Op.Convolve op -> convolve(value, n, y, false);
      case Op.ConvolveAdjoint op -> convolve(value, n, y, true);
      case Op.SelectInputs op -> select(get(value.operand(0), n), value, op.from(), y, false);
      case Op.EmbedInputs op -> select(get(value.operand(0), n), value, op.from(), y, true);
      case Op.Add op -> binary(value, n, y, false);
      case Op.Multiply op -> binary(value, n, y, true);
      case Op.Scale op -> map(get(value.operand(0), n), y, v -> op.factor() * v);
      case Op.Activate op -> map(get(value.operand(0), n), y, v -> activation(op, v));
      case Op.SecondDerivative op -> second(value, op, n, y);
      case Op.Wave op -> map(get(value.operand(0), n), y, v -> wave(op, v));
      case Op.Stretch op -> stretch(get(value.operand(0), n), value.operand(0).shape(), value, y);
      case Op.Shrink op -> shrink(get(value.operand(0), n), value.operand(0).shape(), value, y);
      case Op.Dot op -> y[0] = op.scale() * dot(value, n);
      case Op.Input _, Op.KernelGradient _, Op.SumTo _ ->
          throw new IllegalArgumentException("interpreter: " + ProgramPrinter.line(value));
    }
  }

  static double activation(Op.Activate op, double x) {
    return switch (op.order()) {
      case 0 -> op.kind().value(x);
      case 1 -> op.kind().first(x);
      default -> op.kind().second(x);
    };
  }

  private static double wave(Op.Wave op, double x) {
    double turns = op.frequency() * x;
    return op.cosine() ? Circular.cosOfTurns(turns) : Circular.sinOfTurns(turns);
  }

  private static void stretch(double[] x, Shape cases, Value value, double[] y) {
    Shape whole = value.shape();
    for (int i = 0; i < y.length; i++) {
      y[i] = x[Cases.index(i, whole, cases)];
    }
  }

  private static void shrink(double[] g, Shape whole, Value value, double[] y) {
    for (int i = 0; i < g.length; i++) {
      y[Cases.index(i, whole, value.shape())] += g[i];
    }
  }

  private static void map(double[] x, double[] y, DoubleUnaryOperator f) {
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsDouble(x[i]);
    }
  }

  private void second(Value value, Op.SecondDerivative op, int n, double[] y) {
    double[] h = get(value.operand(0), n);
    double[] d = get(value.operand(1), n);
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (op.kind()) {
            case SOFTPLUS -> d[i] - d[i] * d[i];
            case SIGMOID -> d[i] * (1 - 2 * h[i]);
            case TANH -> -2 * h[i] * d[i];
            case ELU -> d[i] < 1 ? d[i] : 0;
            case SWISH -> throw new IllegalArgumentException("swish″ needs x");
          };
    }
  }

  private void binary(Value value, int n, double[] y, boolean product) {
    double[] a = get(value.operand(0), n);
    double[] b = get(value.operand(1), n);
    int pixels = value.isImage() ? value.shape().pixels() : y.length;
    for (int i = 0; i < y.length; i++) {
      double u = a[index(a.length, y.length, i, pixels)];
      double v = b[index(b.length, y.length, i, pixels)];
      y[i] = product ? u * v : u + v;
    }
  }

  private static int index(int length, int full, int i, int pixels) {
    return length == full ? i : length == 1 ? 0 : i / pixels;
  }

  private void sumTo(Value value, double[][] result) {
    Value x = value.operand(0);
    int pixels = x.shape().pixels();
    for (int n = 0; n < (x.perImage() ? images : 1); n++) {
      double[] from = get(x, n);
      double[] y = result[value.perImage() ? n : 0];
      for (int i = 0; i < from.length; i++) {
        y[index(y.length, from.length, i, pixels)] += from[i];
      }
    }
  }

  private double dot(Value value, int n) {
    double[] a = get(value.operand(0), n);
    double[] b = get(value.operand(1), n);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void select(double[] w, Value value, int from, double[] y, boolean embed) {
    KernelShape whole = embed ? value.kernel() : value.operand(0).kernel();
    KernelShape part = embed ? value.operand(0).kernel() : value.kernel();
    int taps = part.taps();
    for (int o = 0; o < part.outputs(); o++) {
      for (int i = 0; i < part.inputs() * taps; i++) {
        int inWhole = (o * whole.inputs() + from) * taps + i;
        int inPart = o * part.inputs() * taps + i;
        if (embed) {
          y[inWhole] = w[inPart];
        } else {
          y[inPart] = w[inWhole];
        }
      }
    }
  }

  private void convolve(Value value, int n, double[] y, boolean adjoint) {
    Value w = value.operand(1);
    double[] x = get(value.operand(0), n);
    double[] kernel = get(w, n);
    new PlainConvolution(value.shape(), w.kernel()).apply(x, kernel, y, adjoint);
  }

  private void kernelGradient(Value value, double[] dw) {
    Value x = value.operand(0);
    Value g = value.operand(1);
    Shape shape = x.shape();
    PlainConvolution convolution = new PlainConvolution(shape, value.kernel());
    boolean perImage = x.perImage() || g.perImage();
    for (int n = 0; n < (perImage ? images : 1); n++) {
      convolution.kernelGradient(get(x, n), get(g, n), dw);
    }
  }

  private static void addTo(double[] sum, double[] x) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += x[i];
    }
  }
}
