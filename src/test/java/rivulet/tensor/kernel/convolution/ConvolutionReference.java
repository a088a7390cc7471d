package rivulet.tensor.kernel.convolution;

import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Convolutions in plain float64 loops over planar arrays, with the sum of the magnitudes of the
 * terms, to which errors are relative.
 */
public record ConvolutionReference(double[] values, double[] magnitudes) {

  /** {@code y[o,p] = Σ w[o,i,tap]·x[i,p+tap]}. */
  static ConvolutionReference forward(double[] x, Shape shape, double[] w, KernelShape kernel) {
    return of(x, shape, w, kernel, false);
  }

  /** {@code y[i,p] = Σ w[o,i,tap]·g[o,p−tap]}, the adjoint of {@link #forward} by x. */
  static ConvolutionReference adjoint(double[] g, Shape shape, double[] w, KernelShape kernel) {
    return of(g, shape, w, kernel, true);
  }

  private static ConvolutionReference of(
      double[] x, Shape shape, double[] w, KernelShape kernel, boolean adjoint) {
    int to = adjoint ? kernel.inputs() : kernel.outputs();
    int from = adjoint ? kernel.outputs() : kernel.inputs();
    int pixels = shape.pixels();
    double[] values = new double[to * pixels];
    double[] magnitudes = new double[to * pixels];
    for (int o = 0; o < to; o++) {
      for (int i = 0; i < from; i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          double weight =
              adjoint
                  ? w[(i * kernel.inputs() + o) * kernel.taps() + tap]
                  : w[(o * kernel.inputs() + i) * kernel.taps() + tap];
          int sign = adjoint ? -1 : 1;
          int dy = sign * (tap / kernel.size() - kernel.size() / 2);
          int dx = sign * (tap % kernel.size() - kernel.size() / 2);
          for (int p = 0; p < pixels; p++) {
            double term = weight * pixel(x, shape, i, p, dy, dx);
            values[o * pixels + p] += term;
            magnitudes[o * pixels + p] += Math.abs(term);
          }
        }
      }
    }
    return new ConvolutionReference(values, magnitudes);
  }

  /** {@code dw[o,i,tap] = Σ g[o,p]·x[i,p+tap]} of one image. */
  static ConvolutionReference kernelGradient(
      double[] x, double[] g, Shape shape, KernelShape kernel) {
    double[] values = new double[(int) kernel.elements()];
    double[] magnitudes = new double[values.length];
    int index = 0;
    for (int o = 0; o < kernel.outputs(); o++) {
      for (int i = 0; i < kernel.inputs(); i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          int dy = tap / kernel.size() - kernel.size() / 2;
          int dx = tap % kernel.size() - kernel.size() / 2;
          for (int p = 0; p < shape.pixels(); p++) {
            double term = g[o * shape.pixels() + p] * pixel(x, shape, i, p, dy, dx);
            values[index] += term;
            magnitudes[index] += Math.abs(term);
          }
          index++;
        }
      }
    }
    return new ConvolutionReference(values, magnitudes);
  }

  private static double pixel(double[] x, Shape shape, int channel, int p, int dy, int dx) {
    int row = p / shape.width() + dy;
    int column = p % shape.width() + dx;
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? x[channel * shape.pixels() + row * shape.width() + column] : 0;
  }

  /** The same values, each relative to the largest magnitude among its {@code run} neighbours. */
  ConvolutionReference pooled(int run) {
    double[] largest = new double[magnitudes.length];
    for (int i = 0; i < largest.length; i++) {
      for (int k = i / run * run; k < i / run * run + run; k++) {
        largest[i] = Math.max(largest[i], magnitudes[k]);
      }
    }
    return new ConvolutionReference(values, largest);
  }

  /** Largest |actual − value| in units of the element's sum of magnitudes. */
  public double error(double[] actual) {
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = Math.abs(actual[i] - values[i]);
      if (!(difference <= Double.MAX_VALUE)) {
        return Double.POSITIVE_INFINITY;
      }
      if (difference > 0) {
        worst = Math.max(worst, difference / magnitudes[i]);
      }
    }
    return worst;
  }
}
