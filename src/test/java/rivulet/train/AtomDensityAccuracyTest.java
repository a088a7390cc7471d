package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.Purpose;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;

/**
 * ln p(x) of images with atoms under a model without flow, from first principles: histogram, widths
 * of atoms and slope of the line, splines in the form of Gregory and Delbourgo, two wavelet
 * halvings as docs/mathematics.md writes them, means and deviations, N(0, I).
 */
class AtomDensityAccuracyTest {
  private static final int SIDE = AtomModel.SIDE;
  private static final int COUNT = 40;
  private static final long SEED = 5;
  private static final double LN_2PI = 1.8378770664093453;
  private static final double LN_2 = 0.6931471805599453;
  private static final double C = StrictMath.pow(2, 2.0 / 3);

  /** Φ by Simpson's rule. */
  private static double cumulative(double z) {
    double step = 1.0 / 1024;
    int steps = (int) ((z + 9) / step);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum +=
          step
              * (density(z - i * step)
                  + 4 * density(z - (i + 0.5) * step)
                  + density(z - (i + 1) * step))
              / 6;
    }
    return sum;
  }

  private static double density(double z) {
    return StrictMath.exp(-0.5 * z * z - 0.5 * LN_2PI);
  }

  /** Knots x, y and slopes of one channel. */
  private static List<float[]> knots(byte[][] images, int channel) {
    int pixels = SIDE * SIDE;
    double[] share = new double[256];
    for (byte[] image : images) {
      for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
        share[image[i] & 0xff] += 1.0 / (images.length * pixels);
      }
    }
    List<Integer> atoms = new ArrayList<>();
    double width = 0;
    for (int v = 0; v < 256; v++) {
      double near = 0;
      int number = 0;
      for (int o = Math.max(0, v - 4); o <= Math.min(255, v + 4); o++) {
        near += o == v ? 0 : share[o];
        number += o == v ? 0 : 1;
      }
      if (share[v] >= 0.01 && share[v] >= 4 * near / number) {
        atoms.add(v);
        width += share[v] / 2 + 1.0 / 512;
      }
    }
    assertEquals(List.of(0, 200 + channel), atoms, "the test tells nothing");
    double line = 256 * (1 - width) / (256 - atoms.size());
    List<float[]> knots = new ArrayList<>();
    double y = 0;
    int next = 0;
    for (int v : atoms) {
      y += (v - next) * line / 256;
      if (v > next) {
        knots.add(knot((v - 0.125) / 256, y - 0.125 * line / 256, line));
      }
      double w = share[v] / 2 + 1.0 / 512;
      double below = cumulative(-2.5);
      for (int i = 0; i <= 16; i++) {
        double z = -2.5 + i * 5 / 16.0;
        double u = i == 16 ? 1 : (cumulative(z) - below) / (1 - 2 * below);
        double slope = 256 * w / 5 * (1 - 2 * below) / density(z);
        boolean edge = (v > 0 && i == 0) || i == 16;
        knots.add(knot((v + u) / 256, y + w * i / 16, edge ? Math.sqrt(slope * line) : slope));
      }
      y += w;
      next = v + 1;
      knots.add(knot((next + 0.125) / 256, y + 0.125 * line / 256, line));
    }
    assertEquals(1, y + (256 - next) * line / 256, 1e-12);
    knots.add(knot(1, 1, line));
    return knots;
  }

  private static float[] knot(double x, double y, double slope) {
    return new float[] {(float) x, (float) y, (float) slope};
  }

  /** The map and its derivative at a point in [0, 1). */
  private static double[] map(List<float[]> knots, double x) {
    int k = 0;
    while (knots.get(k + 1)[0] <= x) {
      k++;
    }
    double[] a = {knots.get(k)[0], knots.get(k)[1], knots.get(k)[2]};
    double[] b = {knots.get(k + 1)[0], knots.get(k + 1)[1], knots.get(k + 1)[2]};
    double secant = (b[1] - a[1]) / (b[0] - a[0]);
    double t = (x - a[0]) / (b[0] - a[0]);
    double r = 1 - t;
    double top = b[1] * t * t + (a[1] * b[2] + b[1] * a[2]) / secant * t * r + a[1] * r * r;
    double bottom = t * t + (a[2] + b[2]) / secant * t * r + r * r;
    double topSlope = 2 * b[1] * t + (a[1] * b[2] + b[1] * a[2]) / secant * (r - t) - 2 * a[1] * r;
    double bottomSlope = 2 * t + (a[2] + b[2]) / secant * (r - t) - 2 * r;
    double slope = (topSlope * bottom - top * bottomSlope) / (bottom * bottom * (b[0] - a[0]));
    return new double[] {top / bottom, slope};
  }

  /** Details y1, y2, y3 of a plane, and its coarse half. */
  private static double[][] halved(double[] plane, int side) {
    int half = side / 2;
    double[][] out = new double[4][half * half];
    for (int i = 0; i < half * half; i++) {
      int at = i / half * 2 * side + i % half * 2;
      double x1 = plane[at];
      double x2 = plane[at + 1];
      double x3 = plane[at + side];
      double x4 = plane[at + side + 1];
      out[0][i] = (x1 + x2 - x3 - x4) / C;
      out[1][i] = (x1 - x2 + x3 - x4) / C;
      out[2][i] = (x1 - x2 - x3 + x4) / C;
      out[3][i] = (x1 + x2 + x3 + x4) / 4;
    }
    return out;
  }

  /** Level 0, 1, 2 of one channel: planes in any order that is always the same. */
  private static List<double[]> planes(double[] plane) {
    double[][] fine = halved(plane, SIDE);
    double[][] middle = halved(fine[3], SIDE / 2);
    return List.of(middle[3], middle[0], middle[1], middle[2], fine[0], fine[1], fine[2]);
  }

  /** One channel of all images, mapped and taken apart; adds the logarithms of slopes to sums. */
  private static List<List<double[]>> mapped(
      ImageSet images, Purpose purpose, int channel, List<float[]> knots, double[] sums) {
    Dequantiser reader =
        new Dequantiser(images, SEED, purpose, Dequantisation.UNIFORM, ImageLabels.none());
    List<List<double[]>> all = new ArrayList<>();
    double[] x = new double[images.channels() * SIDE * SIDE];
    for (int n = 0; n < COUNT; n++) {
      reader.read(n, 0, x);
      double[] plane = new double[SIDE * SIDE];
      for (int i = 0; i < plane.length; i++) {
        double[] mapped = map(knots, x[channel * plane.length + i]);
        plane[i] = mapped[0];
        sums[n] += StrictMath.log(mapped[1]);
      }
      all.add(planes(plane));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void densityOfTheWholeIsThatOfItsFormula(int channels) {
    ImageSet images = AtomModel.images(channels, COUNT);
    StoredModel model =
        AtomModel.of(
            AtomModel.spec(channels, 3, "atoms"), images, DequantisationKind.UNIFORM, true);
    byte[][] bytes = new byte[COUNT][images.imageBytes()];
    for (int n = 0; n < COUNT; n++) {
      images.read(n, bytes[n]);
    }
    double[] expected = new double[COUNT];
    for (int c = 0; c < channels; c++) {
      List<float[]> knots = knots(bytes, c);
      List<List<double[]>> trained =
          mapped(images, Purpose.DEQUANTISATION, c, knots, new double[COUNT]);
      List<List<double[]>> measured = mapped(images, Purpose.EVALUATION, c, knots, expected);
      for (int p = 0; p < 7; p++) {
        addNormal(trained, measured, p, expected);
      }
    }
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model.complete(), Divergence.exact(), false, Tuning.DEFAULT)) {
      SolverOptions solver = SolverOptions.adaptive("dopri5", 1e-5);
      EvaluationOptions options =
          EvaluationOptions.of(SEED, solver, ProbeKind.RADEMACHER, Dequantisation.UNIFORM);
      Evaluation found = Evaluation.of(flow, images, options, 2, (done, of) -> {});
      int dimensions = channels * SIDE * SIDE;
      for (int n = 0; n < COUNT; n++) {
        double sum = found.pixelTransformLogDet(n);
        for (int level = 0; level < 3; level++) {
          sum += found.logLikelihood(level, n);
        }
        double bound = 1e-6 * Math.abs(expected[n]);
        assertEquals(expected[n], sum, bound, "image " + n);
        double bits = 8 - expected[n] / (dimensions * LN_2);
        assertEquals(bits, found.perImage()[n], bound, "image " + n);
      }
      assertTrue(Math.abs(found.pixelTransformShare()) > 0.1, "the test tells nothing");
    }
  }

  /** Adds ln N((z − m)/s)/s of one plane to the images' sums, m and s of the trained images. */
  private static void addNormal(
      List<List<double[]>> trained, List<List<double[]>> measured, int plane, double[] sums) {
    double count = 0;
    double sum = 0;
    for (List<double[]> image : trained) {
      for (double z : image.get(plane)) {
        sum += z;
        count++;
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (List<double[]> image : trained) {
      for (double z : image.get(plane)) {
        squares += (z - mean) * (z - mean);
      }
    }
    double m = (float) mean;
    double s = (float) Math.sqrt(squares / count);
    for (int n = 0; n < sums.length; n++) {
      for (double z : measured.get(n).get(plane)) {
        sums[n] -= 0.5 * (z - m) * (z - m) / (s * s) + StrictMath.log(s) + 0.5 * LN_2PI;
      }
    }
  }
}
