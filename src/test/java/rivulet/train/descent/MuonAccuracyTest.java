package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Workspace;

/** Muon on one kernel between other parameters, against its formula in plain float64 loops. */
class MuonAccuracyTest {
  private static final double RATE = 0.01;

  private static final int BEFORE = 3;

  /** Of a weight near 1 after three updates of up to 0.05 each. Measured: 1.1e-7. */
  private static final double BOUND = 3e-7;

  /** The formula of {@link Muon}; X·Xᵀ whatever the shape, without any transposition. */
  private static final class Reference {
    private final int out;
    private final int n;
    private final double[] momentum;

    Reference(int out, int n) {
      this.out = out;
      this.n = n;
      this.momentum = new double[out * n];
    }

    void update(double[] weights, double[] g, double rate) {
      double[] x = new double[out * n];
      double squares = 0;
      for (int i = 0; i < x.length; i++) {
        momentum[i] = 0.95 * momentum[i] + g[i];
        x[i] = g[i] + 0.95 * momentum[i];
        squares += x[i] * x[i];
      }
      for (int i = 0; i < x.length; i++) {
        x[i] /= Math.sqrt(squares) + 1e-7;
      }
      for (int step = 0; step < 5; step++) {
        x = step(x);
      }
      for (int i = 0; i < x.length; i++) {
        double length = 5 * rate * Math.sqrt(Math.max(1, (double) out / n));
        weights[i] -= length * (x[i] + 0.01 * weights[i]);
      }
    }

    private double[] step(double[] x) {
      double[] gram = new double[out * out];
      for (int i = 0; i < out; i++) {
        for (int j = 0; j < out; j++) {
          for (int k = 0; k < n; k++) {
            gram[i * out + j] += x[i * n + k] * x[j * n + k];
          }
        }
      }
      double[] sum = times(gram, gram, out, out);
      for (int i = 0; i < sum.length; i++) {
        sum[i] = -4.7750 * gram[i] + 2.0315 * sum[i];
      }
      double[] moved = times(sum, x, out, n);
      for (int i = 0; i < x.length; i++) {
        moved[i] += 3.4445 * x[i];
      }
      return moved;
    }

    private static double[] times(double[] a, double[] b, int m, int n) {
      double[] c = new double[m * n];
      for (int i = 0; i < m; i++) {
        for (int k = 0; k < m; k++) {
          for (int j = 0; j < n; j++) {
            c[i * n + j] += a[i * m + k] * b[k * n + j];
          }
        }
      }
      return c;
    }
  }

  @ParameterizedTest
  @CsvSource({"4,1,3", "5,2,1", "16,1,3", "64,2,3", "32,5,3", "9,9,1", "17,3,3", "64,65,3"})
  void followsTheFormula(int outputs, int inputs, int size) {
    KernelShape kernel = new KernelShape(outputs, inputs, size);
    int floats = (int) kernel.elements();
    SplittableRandom random = new SplittableRandom(outputs * 100L + inputs);
    try (Workspace memory = new Workspace()) {
      MemorySegment values = memory.allocate(4L * (floats + 2 * BEFORE));
      MemorySegment gradients = memory.allocate(values.byteSize());
      double[] weights = new double[floats];
      for (int i = 0; i < floats + 2 * BEFORE; i++) {
        set(values, i, 1);
        set(gradients, i, 77);
      }
      for (int i = 0; i < floats; i++) {
        set(values, BEFORE + i, random.nextDouble(-1, 1));
        weights[i] = get(values, BEFORE + i);
      }
      Muon muon = new Muon(kernel, memory);
      Reference reference = new Reference(outputs, inputs * size * size);
      for (int update = 1; update <= 3; update++) {
        double[] scaled = new double[floats];
        for (int i = 0; i < floats; i++) {
          set(gradients, BEFORE + i, random.nextDouble(-1, 1));
          scaled[i] = 0.25 * get(gradients, BEFORE + i);
        }
        muon.update(values, gradients, 4 * BEFORE, 0.25, RATE / update, new AdamSteps());
        reference.update(weights, scaled, RATE / update);
        for (int i = 0; i < floats; i++) {
          assertEquals(weights[i], get(values, BEFORE + i), BOUND, "update " + update + ", " + i);
        }
      }
      for (int i = 0; i < BEFORE; i++) {
        assertEquals(1, get(values, i), "a neighbour's value");
        assertEquals(1, get(values, BEFORE + floats + i), "a neighbour's value");
      }
      assertArrayEquals(reference.momentum, muon.state().get("momentum"), 1e-15);
    }
  }

  /** Not 0/0: weights decay and no more, and nothing is remembered. */
  @Test
  void withoutGradientWeightsDecay() {
    KernelShape kernel = new KernelShape(16, 2, 3);
    try (Workspace memory = new Workspace()) {
      MemorySegment values = memory.allocate(4 * kernel.elements());
      MemorySegment gradients = memory.allocate(4 * kernel.elements());
      for (int i = 0; i < kernel.elements(); i++) {
        set(values, i, i);
      }
      Muon muon = new Muon(kernel, memory);
      muon.update(values, gradients, 0, 1, RATE, new AdamSteps());
      for (int i = 0; i < kernel.elements(); i++) {
        assertEquals(i * (1 - 5 * RATE * 0.01), get(values, i), 1e-7 * i);
      }
      assertArrayEquals(new double[(int) kernel.elements()], muon.state().get("momentum"));
    }
  }

  /** The smallest norm is 1e-8 of these gradients' norm or less, and counts no more. */
  @Test
  void sizesOfGradientsDoNotMatter() {
    assertArrayEquals(moved(1), moved(0x1p30), 2e-7);
    assertArrayEquals(moved(1), moved(0x1p100), 2e-7);
  }

  private static double[] moved(double size) {
    KernelShape kernel = new KernelShape(8, 2, 3);
    SplittableRandom random = new SplittableRandom(3);
    try (Workspace memory = new Workspace()) {
      MemorySegment values = memory.allocate(4 * kernel.elements());
      MemorySegment gradients = memory.allocate(4 * kernel.elements());
      for (int i = 0; i < kernel.elements(); i++) {
        set(gradients, i, size * random.nextDouble(-1, 1));
      }
      new Muon(kernel, memory).update(values, gradients, 0, 1, RATE, new AdamSteps());
      double[] result = new double[(int) kernel.elements()];
      for (int i = 0; i < result.length; i++) {
        result[i] = get(values, i);
      }
      return result;
    }
  }

  private static void set(MemorySegment segment, long index, double value) {
    segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
  }

  private static double get(MemorySegment segment, long index) {
    return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }
}
