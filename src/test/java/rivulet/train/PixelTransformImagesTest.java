package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.AnalysedImage;
import rivulet.flow.LevelWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.Reconstruction;
import rivulet.noise.DequantisationKind;
import rivulet.ode.SolverOptions;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Sets of images that leave a transform of pixels little to measure. */
class PixelTransformImagesTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-5);
  private static final int PIXELS = AtomModel.SIDE * AtomModel.SIDE;
  private static final double LAST = 1 - 0x1p-53;

  private static ImageSet set(int channels, int count, IntUnaryOperator pixel) {
    byte[] pixels = new byte[count * channels * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) pixel.applyAsInt(i);
    }
    return ImageSets.of("few values", channels, AtomModel.SIDE, AtomModel.SIDE, pixels);
  }

  static Stream<Arguments> sets() {
    return Stream.of(
            Arguments.of(
                "constant channel", set(3, 20, i -> i / PIXELS % 3 == 1 ? 9 : i * 7 + i / 3)),
            Arguments.of("all black", set(1, 20, i -> 0)),
            Arguments.of("all white", set(1, 20, i -> 255)),
            Arguments.of("two values", set(1, 20, i -> (i * 5 + i / 7) % 3 == 0 ? 255 : 0)),
            Arguments.of("only atoms", set(3, 20, i -> (i * 5 + i / 7) % 11 * 23)),
            Arguments.of("one image", set(1, 1, i -> i * i)))
        .flatMap(set ->
            Stream.of("atoms", "atoms,affine", "affine", "logit", "cdf")
                .map(transform -> Arguments.of(set.get()[0], set.get()[1], transform)));
  }

  @ParameterizedTest(name = "{0} by {2}")
  @MethodSource("sets")
  void likelihoodsAndSamplesAreFinite(String name, ImageSet images, String transform) {
    for (DequantisationKind kind :
        new DequantisationKind[] {
          DequantisationKind.UNIFORM, DequantisationKind.TRUNCATED_NORMAL
        }) {
      StoredModel model =
          AtomModel.of(AtomModel.spec(images.channels(), 3, transform), images, kind, false);
      try (MultiResolutionFlow flow =
              new MultiResolutionFlow(
                  model.complete(), Divergence.hutchinson(), false, Tuning.DEFAULT);
          Workspace workspace = new Workspace()) {
        EvaluationOptions options =
            EvaluationOptions.of(5, SOLVER, ProbeKind.RADEMACHER, model.dequantisation());
        ImageSet some = images.slice(0, Math.min(2, images.count()));
        Evaluation e = Evaluation.of(flow, some, options, 1, (done, all) -> {});
        assertTrue(Double.isFinite(e.bitsPerDim()), "bits/dim " + e.bitsPerDim());
        Reconstruction back = Reconstruction.of(flow, some, options);
        assertTrue(back.largest() < 0.1, back.toString());
        edges(flow, workspace);
        samples(flow, workspace);
      }
      cells(model.pixelTransform(), images.channels());
    }
  }

  /** u = 0 and the largest u of black and white pixels. */
  private static void edges(MultiResolutionFlow flow, Workspace workspace) {
    double[] image = new double[flow.spec().dimensions()];
    for (double edge : new double[] {0, 255 / 256.0, LAST}) {
      Arrays.fill(image, edge);
      image[3] = 0;
      image[4] = LAST;
      for (int level = 0; level < 3; level++) {
        LevelWorker worker =
            new LevelWorker(flow, level, SOLVER, ProbeKind.RADEMACHER, 1, 0, workspace);
        worker.load(0, new AnalysedImage(flow.model()).analyse(image), 1, 0, 0);
        worker.encode(1);
        double sum = worker.logLikelihood(0) + worker.pixelLogDet(0);
        assertTrue(Double.isFinite(sum), "ln p at level " + level + " is " + sum);
      }
    }
  }

  private static void samples(MultiResolutionFlow flow, Workspace workspace) {
    Sampler sampler = new Sampler(flow, SOLVER, 2, workspace);
    for (double temperature : new double[] {0, 1}) {
      double[] temperatures = {temperature, temperature, temperature};
      sampler.sample(2, 3, sampler.noise(new long[] {3, 3, 3}, 0, temperatures));
      for (int lane = 0; lane < 2; lane++) {
        for (double x : sampler.pixels(lane)) {
          assertTrue(Double.isFinite(x), "pixel " + x + " at temperature " + temperature);
        }
      }
    }
  }

  /** Every value of a pixel stays in its cell on the way there and back. */
  private static void cells(PreTransformChain transform, int channels) {
    double[] before = {0, 0x1p-60, 0.5 / 256, 1 / 256.0, 77.7 / 256, 255 / 256.0, LAST};
    double[] x = new double[channels * before.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = before[i % before.length];
    }
    double logDet = transform.forward(x, 0, channels, before.length);
    assertTrue(Double.isFinite(logDet), "ln |det| is " + logDet);
    for (int i = 0; i < x.length; i++) {
      boolean next = i % before.length > 0;
      assertTrue(!next || x[i] > x[i - 1] || before[i % before.length] < 1e-9, "not monotone");
    }
    transform.inverse(x, 0, channels, before.length);
    for (int i = 0; i < x.length; i++) {
      assertEquals(before[i % before.length], x[i], 1e-11);
    }
  }
}
