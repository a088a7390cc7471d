package rivulet.autodiff;

import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** Convolution in float64 by its definition: planar images, canonical kernels, zero border. */
record PlainConvolution(Shape shape, KernelShape kernel) {

  /** A run of pixels of one row that one weight connects. */
  private interface Term {
    void visit(int weight, int inputIndex, int outputIndex, int count);
  }

  /** {@code y += conv(x)}; with {@code adjoint}, from output cotangent to input cotangent. */
  void apply(double[] x, double[] w, double[] y, boolean adjoint) {
    if (adjoint) {
      visit((k, in, out, count) -> addScaled(w[k], x, out, y, in, count));
    } else {
      visit((k, in, out, count) -> addScaled(w[k], x, in, y, out, count));
    }
  }

  /** {@code dw += ∂⟨g, conv(x)⟩/∂w}. */
  void kernelGradient(double[] x, double[] g, double[] dw) {
    visit((k, in, out, count) -> {
      for (int i = 0; i < count; i++) {
        dw[k] += x[in + i] * g[out + i];
      }
    });
  }

  private static void addScaled(double w, double[] x, int from, double[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += w * x[from + i];
    }
  }

  private void visit(Term term) {
    int weight = 0;
    for (int o = 0; o < kernel.outputs(); o++) {
      for (int i = 0; i < kernel.inputs(); i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          visitPixels(o, i, tap, weight++, term);
        }
      }
    }
  }

  private void visitPixels(int o, int i, int tap, int weight, Term term) {
    int reach = kernel.size() / 2;
    int dy = tap / kernel.size() - reach;
    int dx = tap % kernel.size() - reach;
    int height = shape.height();
    int width = shape.width();
    for (int r = Math.max(0, -dy); r < Math.min(height, height - dy); r++) {
      int in = (i * height + r + dy) * width + dx;
      int out = (o * height + r) * width;
      int first = Math.max(0, -dx);
      int count = Math.min(width, width - dx) - first;
      if (count > 0) {
        term.visit(weight, in + first, out + first, count);
      }
    }
  }
}
