package baselines;

import java.util.Arrays;
import java.util.Map;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Channels at every pixel, in a basis of their own: with an orthogonal matrix of rows A and B that
 * stays as it was drawn, A·x is seen and B·x moves,
 *
 * <pre>
 *   x ← x + Bᵀ(moved − B·x)
 * </pre>
 *
 * <p>which is Glow's invertible 1×1 convolution (arXiv 1807.03039) held fixed, and undone after the
 * step.
 *
 * @param image of two channels at least
 * @param step number of the step, which decides the matrix
 */
record ChannelHalves(Shape image, int step) implements Halves {
  ChannelHalves {
    if (image.channels() < 2) {
      throw new IllegalArgumentException(
          "coupling: halves of channels need two of them at least, found " + image);
    }
  }

  @Override
  public Shape seen() {
    return image.withChannels(image.channels() - moving());
  }

  @Override
  public int moving() {
    return (image.channels() + 1) / 2;
  }

  @Override
  public int entries() {
    return moving() * image.pixels();
  }

  @Override
  public Parts divide(Layers layers, String name, Value whole) {
    int channels = image.channels();
    int seen = seen().channels();
    double[][] rows = orthogonal(layers.gaussians(step, channels * channels), channels);
    Value a = layers.fixed(name + ".seen", Arrays.copyOf(rows, seen));
    Value b = layers.fixed(name + ".moving", Arrays.copyOfRange(rows, seen, channels));
    Tracer tracer = layers.tracer();
    return new Parts(whole, tracer.convolve(whole, a), tracer.convolve(whole, b), b);
  }

  /** Rows of a random orthogonal matrix: those of another, by Gram and Schmidt. */
  static double[][] orthogonal(double[] gaussians, int size) {
    double[][] rows = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] row = Arrays.copyOfRange(gaussians, i * size, (i + 1) * size);
      for (int j = 0; j < i; j++) {
        double share = dot(row, rows[j]);
        for (int k = 0; k < size; k++) {
          row[k] -= share * rows[j][k];
        }
      }
      double length = Math.sqrt(dot(row, row));
      for (int k = 0; k < size; k++) {
        row[k] /= length;
      }
      rows[i] = row;
    }
    return rows;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public Value joined(Layers layers, Parts parts, Value moved) {
    Tracer tracer = layers.tracer();
    Value way = tracer.add(moved, tracer.scale(parts.moving(), -1));
    return tracer.add(parts.whole(), tracer.convolveAdjoint(way, parts.key()));
  }

  @Override
  public void sum(Layers layers, Parts parts, String output, Value map) {
    layers.tracer().output(output, layers.tracer().dot(map, layers.ones(map), 1));
  }

  @Override
  public double[] seen(String name, Map<String, double[]> weights, double[] whole) {
    return rows(weights.get(name + ".seen"), seen().channels(), whole);
  }

  @Override
  public void undo(
      String name, Map<String, double[]> weights, double[] whole, double[] scale, double[] shift) {
    double[] kernel = weights.get(name + ".moving");
    double[] way = rows(kernel, moving(), whole);
    for (int i = 0; i < way.length; i++) {
      way[i] = (way[i] - shift[i]) / scale[i] - way[i];
    }
    KernelShape shape = kernel(moving());
    int pixels = image.pixels();
    for (int i = 0; i < whole.length; i++) {
      for (int o = 0; o < moving(); o++) {
        double entry = kernel[Layers.centre(shape, o, i / pixels)];
        whole[i] += entry * way[o * pixels + i % pixels];
      }
    }
  }

  private KernelShape kernel(int outputs) {
    return new KernelShape(outputs, image.channels(), 3);
  }

  /** The matrix of a kernel's centres times the channels of every pixel. */
  private double[] rows(double[] kernel, int outputs, double[] whole) {
    KernelShape shape = kernel(outputs);
    int pixels = image.pixels();
    double[] result = new double[outputs * pixels];
    for (int i = 0; i < result.length; i++) {
      for (int c = 0; c < image.channels(); c++) {
        double entry = kernel[Layers.centre(shape, i / pixels, c)];
        result[i] += entry * whole[c * pixels + i % pixels];
      }
    }
    return result;
  }
}
