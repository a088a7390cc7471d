package rivulet.noise;

import java.util.Arrays;

/**
 * Two 3×3 convolutions with a zero border and (a + √(a² + 4))/2 between them, in float64: the
 * network of one step of a {@link CouplingFlow}, with its reverse. Planes have a border of one
 * pixel and lie row by row, so that a convolution's tap is one long loop. Every sum has one order.
 * Allocates nothing after construction.
 */
final class CouplingNetwork {
  private final CouplingShape shape;
  private final int stride;
  private final int first;
  private final int end;
  private final double[] inside;
  private final double[][] inputs;
  private final double[][] hidden;
  private final double[][] slopes;
  private final double[][] outputs;
  private final double[][] inputGradients;
  private final double[][] hiddenGradients;
  private final double[][] outputGradients;

  /**
   * @param pixels planes of the pixels' features, shared by all steps
   */
  CouplingNetwork(CouplingShape shape, int height, int width, double[][] pixels) {
    this.shape = shape;
    this.stride = width + 2;
    int plane = (height + 2) * stride;
    this.first = stride + 1;
    this.end = plane - stride - 1;
    this.inside = new double[plane];
    for (int y = 1; y <= height; y++) {
      Arrays.fill(inside, y * stride + 1, y * stride + 1 + width, 1.0);
    }
    this.inputs = Arrays.copyOf(pixels, shape.inputs());
    for (int i = pixels.length; i < inputs.length; i++) {
      inputs[i] = new double[plane];
    }
    this.hidden = new double[shape.hidden()][plane];
    this.slopes = new double[shape.hidden()][plane];
    this.outputs = new double[shape.outputs()][plane];
    this.inputGradients = new double[shape.inputs()][plane];
    this.hiddenGradients = new double[shape.hidden()][plane];
    this.outputGradients = new double[shape.outputs()][plane];
  }

  /** Plane of the other half's noise of a channel; to be written inside. */
  double[] noise(int channel) {
    return inputs[PixelFeatures.COUNT * shape.channels() + channel];
  }

  /** An output plane after {@link #forward}; its border means nothing. */
  double[] output(int number) {
    return outputs[number];
  }

  /** Gradient by an output plane; to be written inside before {@link #pullBack}. */
  double[] outputGradient(int number) {
    return outputGradients[number];
  }

  /** Gradient by {@link #noise} after {@link #pullBack}; its border means nothing. */
  double[] noiseGradient(int channel) {
    return inputGradients[PixelFeatures.COUNT * shape.channels() + channel];
  }

  /** Computes the outputs with the parameters from {@code at} on. */
  void forward(double[] p, int at) {
    convolve(p, at, at + shape.firstBias(), inputs, hidden);
    for (int i = 0; i < hidden.length; i++) {
      activate(hidden[i], slopes[i]);
    }
    convolve(p, at + shape.last(), at + shape.lastBias(), hidden, outputs);
  }

  private void activate(double[] h, double[] slope) {
    for (int j = 0; j < h.length; j++) {
      double root = Math.sqrt(h[j] * h[j] + 4);
      slope[j] = inside[j] * (0.5 + 0.5 * (h[j] / root));
      h[j] = inside[j] * (0.5 * (h[j] + root));
    }
  }

  private void convolve(double[] p, int weights, int biases, double[][] from, double[][] to) {
    int at = weights;
    for (int o = 0; o < to.length; o++) {
      Arrays.fill(to[o], p[biases + o]);
      for (double[] plane : from) {
        for (int tap = 0; tap < CouplingShape.TAPS; tap++) {
          add(p[at++], plane, shift(tap), to[o]);
        }
      }
    }
  }

  private int shift(int tap) {
    return (tap / 3 - 1) * stride + tap % 3 - 1;
  }

  private void add(double weight, double[] from, int shift, double[] to) {
    for (int j = first; j < end; j++) {
      to[j] += weight * from[j + shift];
    }
  }

  /**
   * After {@link #forward}: carries the gradients by the outputs back.
   *
   * @param p parameters, from {@code at} on
   * @param gradient gradient by them, at the same places; added to
   */
  void pullBack(double[] p, int at, double[] gradient) {
    int last = at + shape.last();
    pullBack(p, last, at + shape.lastBias(), hidden, outputGradients, hiddenGradients, gradient);
    for (int i = 0; i < hidden.length; i++) {
      for (int j = 0; j < inside.length; j++) {
        hiddenGradients[i][j] *= slopes[i][j];
      }
    }
    int bias = at + shape.firstBias();
    pullBack(p, at, bias, inputs, hiddenGradients, inputGradients, gradient);
  }

  private void pullBack(
      double[] p,
      int weights,
      int biases,
      double[][] from,
      double[][] to,
      double[][] fromGradient,
      double[] gradient) {
    for (double[] plane : fromGradient) {
      Arrays.fill(plane, 0);
    }
    int at = weights;
    for (int o = 0; o < to.length; o++) {
      gradient[biases + o] += dot(to[o], inside, 0);
      for (int i = 0; i < from.length; i++) {
        for (int row = 0; row < CouplingShape.TAPS; row += 3) {
          addDots(to[o], from[i], shift(row), gradient, at + row);
        }
        for (int tap = 0; tap < CouplingShape.TAPS; tap++) {
          add(p[at++], to[o], -shift(tap), fromGradient[i]);
        }
      }
    }
  }

  /** Adds ⟨a, b⟩ of three shifts in turn: sums that do not wait for each other. */
  private void addDots(double[] a, double[] b, int shift, double[] sums, int at) {
    double left = 0;
    double middle = 0;
    double right = 0;
    for (int j = first; j < end; j++) {
      left += a[j] * b[j + shift];
      middle += a[j] * b[j + shift + 1];
      right += a[j] * b[j + shift + 2];
    }
    sums[at] += left;
    sums[at + 1] += middle;
    sums[at + 2] += right;
  }

  private double dot(double[] a, double[] b, int shift) {
    double sum = 0;
    for (int j = first; j < end; j++) {
      sum += a[j] * b[j + shift];
    }
    return sum;
  }
}
