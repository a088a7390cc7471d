package rivulet.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.ImageSets;

/**
 * A flow over the noise of pixels: its density, inverse and gradient (docs/mathematics.md sections
 * 2 and 6).
 */
class VariationalDequantisationTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;

  /** Parameters of a size at which the noise is far from uniform. */
  private static double[] parameters(CouplingShape shape, double size) {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[shape.parameters()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextDouble(-1, 1));
    }
    return values;
  }

  private static double[] uniform(int count) {
    SplittableRandom random = new SplittableRandom(8);
    return random.doubles(count).toArray();
  }

  private static byte[] pixels(int count) {
    byte[] pixels = new byte[count];
    new SplittableRandom(4).nextBytes(pixels);
    pixels[0] = 0;
    pixels[1] = (byte) 255;
    return pixels;
  }

  private static double sigmoid(double y) {
    return 1 / (1 + StrictMath.exp(-y));
  }

  /** By the trapezoidal rule over logits, in which the density falls off smoothly. */
  @Test
  void integratesToOne() {
    CouplingShape shape = new CouplingShape(1, 2, 3);
    CouplingFlow flow = new CouplingFlow(shape, parameters(shape, 0.4), 1, 2);
    byte[] pixels = {20, 120};
    double step = 0.1;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double a = -30; a <= 30; a += step) {
      for (double b = -30; b <= 30; b += step) {
        double[] u = {sigmoid(a), sigmoid(b)};
        double density = StrictMath.exp(flow.logDensity(pixels, u));
        least = Math.min(least, density);
        sum += density * u[0] * sigmoid(-a) * u[1] * sigmoid(-b) * step * step;
      }
    }
    assertEquals(1, sum, 1e-6); // u near 1 has few digits to spare
    assertTrue(least < 0.5, "a flat density would show nothing: " + least);
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1,3", "3,2", "3,5"})
  void densityOfADrawIsThatOfTheInverse(int channels, int steps) {
    CouplingShape shape = new CouplingShape(channels, 4, steps);
    CouplingFlow flow = new CouplingFlow(shape, parameters(shape, 0.2), HEIGHT, WIDTH);
    byte[] pixels = pixels(channels * HEIGHT * WIDTH);
    double[] u = uniform(pixels.length);
    double[] before = u.clone();
    double drawn = flow.draw(pixels, u);
    assertEquals(drawn, flow.logDensity(pixels, u), 1e-8); // u is rounded
    assertEquals(drawn, -logDeterminant(flow, pixels, before), 1e-5);
    assertTrue(Math.abs(drawn) > 0.1, "far from uniform: " + drawn);
  }

  /** ln |det ∂u/∂v| of the draw, from central differences and elimination. */
  private static double logDeterminant(CouplingFlow flow, byte[] pixels, double[] v) {
    int n = v.length;
    double step = 1e-6;
    double[][] matrix = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] high = v.clone();
      double[] low = v.clone();
      high[i] += step;
      low[i] -= step;
      flow.draw(pixels, high);
      flow.draw(pixels, low);
      matrix[i] = new double[n];
      for (int j = 0; j < n; j++) {
        matrix[i][j] = (high[j] - low[j]) / (2 * step);
      }
    }
    double sum = 0;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k]) ? i : pivot;
      }
      double[] row = matrix[pivot];
      matrix[pivot] = matrix[k];
      matrix[k] = row;
      sum += StrictMath.log(Math.abs(row[k]));
      for (int i = k + 1; i < n; i++) {
        double factor = matrix[i][k] / row[k];
        for (int j = k; j < n; j++) {
          matrix[i][j] -= factor * row[j];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"1,2", "3,3"})
  void gradientIsThatOfCentralDifferences(int channels, int steps) {
    CouplingShape shape = new CouplingShape(channels, 2, steps);
    double[] parameters = parameters(shape, 0.2);
    CouplingFlow flow = new CouplingFlow(shape, parameters, HEIGHT, WIDTH);
    byte[] pixels = pixels(channels * HEIGHT * WIDTH);
    double[] slope = new SplittableRandom(6).doubles(pixels.length, -4, 4).toArray();
    double[] gradient = new double[parameters.length];
    objective(flow, pixels, slope);
    flow.pullBack(slope, gradient);
    double step = 1e-5;
    for (int i = 0; i < parameters.length; i++) {
      double at = parameters[i];
      parameters[i] = at + step;
      double high = objective(flow, pixels, slope);
      parameters[i] = at - step;
      double low = objective(flow, pixels, slope);
      parameters[i] = at;
      double expected = (high - low) / (2 * step);
      assertEquals(expected, gradient[i], 1e-6 * Math.max(1, Math.abs(expected)), "number " + i);
    }
  }

  /** Σ slope·u − ln q(u). */
  private static double objective(CouplingFlow flow, byte[] pixels, double[] slope) {
    double[] u = uniform(pixels.length);
    double sum = -flow.draw(pixels, u);
    for (int i = 0; i < u.length; i++) {
      sum += slope[i] * u[i];
    }
    return sum;
  }

  @Test
  void freshNoiseIsUniform() {
    CouplingShape shape = new CouplingShape(3, 4, 2);
    Dequantisation fresh = new VariationalDequantisation(shape, shape.initial(5));
    double[] u = uniform(36);
    assertEquals(0, fresh.sampler(3, HEIGHT, WIDTH).draw(pixels(36), u), 1e-12);
    assertArrayEquals(uniform(36), u, 1e-14);
  }

  /** Even the strongest parameters leave u in [0,1) and the density finite. */
  @Test
  void noiseStaysWithinThePixel() {
    CouplingShape shape = new CouplingShape(1, 2, 2);
    CouplingFlow flow = new CouplingFlow(shape, parameters(shape, 1e6), HEIGHT, WIDTH);
    double[] u = uniform(12);
    u[0] = 0;
    u[1] = 1 - 0x1p-53;
    assertTrue(Double.isFinite(flow.draw(pixels(12), u)));
    for (double value : u) {
      assertTrue(value >= 0 && value < 1, "u " + value);
    }
  }

  @Test
  void drawsAllocateNothing() {
    CouplingShape shape = new CouplingShape(1, 4, 2);
    CouplingFlow flow = new CouplingFlow(shape, parameters(shape, 0.2), HEIGHT, WIDTH);
    byte[] pixels = pixels(12);
    double[] u = uniform(12);
    double[] gradient = new double[shape.parameters()];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    repeat(flow, pixels, u, gradient, 100);
    // The least of several batches: the compiler may install code or give it up during one of them.
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < 20; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      repeat(flow, pixels, u, gradient, 100);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes per 100 draws");
  }

  private static void repeat(
      CouplingFlow flow, byte[] pixels, double[] u, double[] gradient, int times) {
    for (int i = 0; i < times; i++) {
      flow.draw(pixels, u);
      flow.pullBack(u, gradient);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    CouplingShape shape = new CouplingShape(1, 2, 2);
    refused(
        "1 to 16 channels, 1 to 256 hidden channels and 2 to 64 steps are possible, found 1, 2 and"
            + " 1",
        () -> new CouplingShape(1, 2, 1));
    refused("parameters, found 3", () -> new VariationalDequantisation(shape, new float[3]));
    float[] broken = shape.initial(1);
    broken[4] = Float.NaN;
    refused("a parameter is NaN", () -> new VariationalDequantisation(shape, broken));
    Dequantisation noise = new VariationalDequantisation(shape, shape.initial(1));
    refused("made for images of 1 channels, found 3", () -> noise.sampler(3, 2, 2));
    refused(
        "`objective` dequantisation, `from` a trained model",
        () -> DequantisationKind.VARIATIONAL.fit(ImageSets.of("one", 1, 1, 2, new byte[2])));
  }

  private static void refused(String words, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(words), message);
  }
}
