package baselines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Program;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/** Probabilities of pixels and bounds of a code of one number, against sums and quadrature. */
final class VaeTest {
  private static final Shape PIXEL = new Shape(1, 1, 1);
  private static final Squeeze BLOCK = new Squeeze(new Shape(1, 2, 2), 2);

  /** All values of one pixel, with a decoder that sees no code. */
  @Test
  void probabilitiesOfAPixelAddUpToOne() {
    Vae vae = new Vae(PIXEL, 1, 2, 0);
    LossProgram loss = vae.program(1);
    VaeModelBounds bounds = new VaeModelBounds(loss);
    for (double location : new double[] {-1.2, -0.4, 0.9}) {
      for (double v : new double[] {-9, -1, 0.5, 4}) {
        Map<String, double[]> weights = Programs.weights(loss, 0, 1);
        weights.get("location.bias")[0] = location;
        weights.get("scale.bias")[0] = v;
        double sum = 0;
        for (int k = 0; k < 256; k++) {
          sum += bounds.probability(weights, k, 0);
        }
        assertEquals(1, sum, 1e-9, location + " and " + v);
      }
    }
  }

  /** ln P of one value is what the definition says where it does not cancel. */
  @Test
  void probabilityOfAPixelIsADifferenceOfSigmoids() {
    LossProgram loss = new Vae(PIXEL, 1, 2, 0).program(1);
    Map<String, double[]> weights = Programs.weights(loss, 0, 1);
    weights.get("location.bias")[0] = 0.2;
    weights.get("scale.bias")[0] = 1.5; // v = −3 + 1.5
    double d = StrictMath.log1p(StrictMath.exp(-1.5));
    double mu = 127.5 * 1.2;
    double expected = sigmoid(d * (150.5 - mu)) - sigmoid(d * (149.5 - mu));
    assertEquals(expected, new VaeModelBounds(loss).probability(weights, 150, 0), 1e-12);
    assertEquals(
        sigmoid(d * (0.5 - mu)), new VaeModelBounds(loss).probability(weights, 0, 0), 1e-12);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** P(X | code) of one pixel by the program, the interpreter's. */
  private record VaeModelBounds(LossProgram loss) {
    double probability(Map<String, double[]> weights, int k, double noise) {
      Map<String, double[]> images = new TreeMap<>();
      images.put(LossProgram.STATE, new double[] {(k - Vae.RANGE) / Vae.RANGE});
      images.put(Vae.NOISE, new double[] {noise});
      images.put(Vae.INNER, new double[] {k > 0 && k < 255 ? 1 : 0});
      images.put(Vae.LEAST, new double[] {k == 0 ? 1 : 0});
      images.put(Vae.NOT_LEAST, new double[] {k == 0 ? 0 : 1});
      images.put(Vae.NOT_MOST, new double[] {k == 255 ? 0 : 1});
      Interpreter run = Programs.evaluated(loss.program(), weights, images);
      double sum = 0;
      for (String name : new String[] {Vae.INNER, Vae.LEAST, Vae.NOT_LEAST, Vae.NOT_MOST}) {
        sum -= run.get(loss.program().output(name), 0)[0];
      }
      return StrictMath.exp(sum);
    }
  }

  /** −ELBO ≥ importance-weighted bound ≥ −ln P, which many draws come near. */
  @Test
  void boundsAreInOrderAndTightenToTheQuadrature() {
    Vae vae = new Vae(BLOCK.squeezed(), 1, 4, 1);
    LossProgram loss = vae.program(1);
    Map<String, double[]> weights = Programs.weights(loss, 0.9, 17);
    Arrays.fill(weights.get("mean.weight"), 0); // a proposal that covers any posterior
    Arrays.fill(weights.get("spread.weight"), 0);
    weights.get("mean.bias")[0] = 0.3;
    weights.get("spread.bias")[0] = 3;
    ImageSet images =
        ImageSets.of("two", 1, 2, 2, new byte[] {0, 40, (byte) 200, (byte) 255, 90, 100, 110, 0});
    double[] exact = exact(vae, weights, images);
    try (Workspace workspace = new Workspace()) {
      PlannedNetwork network = new PlannedNetwork(loss, workspace);
      Programs.set(network, weights);
      VaeModel model = new VaeModel(vae, BLOCK, network);
      Measured few = model.measure(images, 2000, 1, workspace);
      Measured many = model.measure(images, 60_000, 2, workspace);
      for (int n = 0; n < exact.length; n++) {
        double gap = many.beside()[n] - exact[n];
        assertTrue(gap > 0.02, "the bound is too tight to tell: " + gap);
        assertTrue(few.beside()[n] > few.bits()[n], "K draws are no tighter than one");
        assertEquals(exact[n], many.bits()[n], 0.1 * gap, "bits/dim of many draws");
      }
    }
  }

  /** bits/dim by quadrature over the code, with the decoder alone. */
  private static double[] exact(Vae vae, Map<String, double[]> weights, ImageSet images) {
    Program decoder = vae.decoder();
    byte[] pixels = new byte[4];
    double[] probability = new double[(int) images.count()];
    double step = 1e-3;
    for (double code = -8; code < 8; code += step) {
      Interpreter run = Programs.evaluated(decoder, weights, Map.of(Vae.CODE, new double[] {code}));
      double[] location = run.get(decoder.output(Vae.LOCATION), 0);
      double[] d = run.get(decoder.output(Vae.INVERSE_SCALE), 0);
      double density = StrictMath.exp(-0.5 * code * code) / Math.sqrt(2 * StrictMath.PI);
      for (int n = 0; n < probability.length; n++) {
        images.read(n, pixels);
        double product = density * step;
        for (int i = 0; i < 4; i++) {
          int k = Byte.toUnsignedInt(pixels[BLOCK.source(i)]);
          double mu = Vae.RANGE * (location[i] + 1);
          double high = k == 255 ? 1 : sigmoid(d[i] * (k + 0.5 - mu));
          double low = k == 0 ? 0 : sigmoid(d[i] * (k - 0.5 - mu));
          product *= high - low;
        }
        probability[n] += product;
      }
    }
    return Arrays.stream(probability).map(p -> -StrictMath.log(p) / (4 * ModelSpec.LN_2)).toArray();
  }

  @Test
  void squeezingKeepsEveryValue() {
    Squeeze squeeze = new Squeeze(new Shape(3, 4, 6), 2);
    assertEquals(new Shape(12, 2, 3), squeeze.squeezed());
    int[] sources = new int[72];
    Arrays.setAll(sources, squeeze::source);
    // Channel 1, block row 1, block column 2, second row and first column of the block.
    assertEquals(24 + 3 * 6 + 4, squeeze.source((4 + 2) * 6 + 3 + 2));
    Arrays.sort(sources);
    int[] all = new int[72];
    Arrays.setAll(all, i -> i);
    assertArrayEquals(all, sources);
  }
}
