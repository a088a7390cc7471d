package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.ImageSet;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Audit;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.DequantisationKind;
import rivulet.ode.SolverOptions;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.Wavelet;

/** Evaluations of models with a transform of pixels: parts add up, bits and audits agree. */
class PixelTransformEvaluationTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-4);

  private static EvaluationOptions options(
      StoredModel model, int draws, int importance, LikelihoodFault fault, boolean maps) {
    return new EvaluationOptions(
        5,
        SOLVER,
        ProbeKind.RADEMACHER,
        draws,
        importance,
        fault.practice(),
        maps,
        model.dequantisation());
  }

  private static Evaluation evaluate(
      StoredModel model, ImageSet images, EvaluationOptions options, int threads) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model.complete(), Divergence.exact(), false, Tuning.DEFAULT)) {
      return Evaluation.of(flow, images, options, threads, (done, all) -> {});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, atoms, UNIFORM, UNIMODULAR",
    "1, 3, atoms, TRUNCATED_NORMAL, UNIMODULAR",
    "3, 3, atoms, TRUNCATED_NORMAL, HAAR",
    "3, 1, 'atoms,affine', UNIFORM, UNIMODULAR",
    "1, 3, logit, TRUNCATED_NORMAL, ORTHONORMAL",
    "3, 2, 'cdf,affine', UNIFORM, UNIMODULAR",
    "1, 2, affine, UNIFORM, UNIMODULAR"
  })
  void pixelsTermsAndBarsAddUp(
      int channels, int levels, String transform, DequantisationKind kind, Wavelet wavelet) {
    ImageSet images = AtomModel.images(channels, 30);
    ModelSpec spec = AtomModel.spec(wavelet, channels, levels, "affine", transform);
    StoredModel model = AtomModel.of(spec, images, kind, false);
    EvaluationOptions maps = options(model, 2, 1, LikelihoodFault.NONE, true);
    Evaluation e = evaluate(model, images.slice(0, 4), maps, 1);
    double[] bits = e.perImage();
    double unit = spec.dimensions() * ModelSpec.LN_2;
    double transformed = 0;
    for (int n = 0; n < 4; n++) {
      double sum = 8.0 * spec.dimensions() + e.logNoiseDensity(n) / ModelSpec.LN_2;
      double nats = e.pixelTransformLogDet(n) - e.logNoiseDensity(n);
      for (int level = 0; level < levels; level++) {
        sum += e.pixelBits(level, n).total();
        nats += e.logLikelihood(level, n);
      }
      assertEquals(spec.dimensions() * bits[n], sum, 1e-9 * Math.abs(sum));
      assertEquals(bits[n], 8 - nats / unit, 1e-12);
      transformed -= e.pixelTransformLogDet(n) / 4 / unit;
    }
    assertEquals(transformed, e.pixelTransformShare(), 1e-12);
    assertTrue(Math.abs(transformed) > 0.01, "the test tells nothing");
    double terms = 8 + e.dequantisationShare() + e.pixelTransformShare();
    double bars = terms;
    double weighted = terms - 8;
    for (int level = 0; level < levels; level++) {
      terms += e.levelBits(level).total();
      bars += e.preTransformShare(level);
      weighted +=
          e.levelBitsPerDim(level) * spec.state(level).elements() / (double) spec.dimensions();
    }
    assertEquals(e.noFlowBitsPerDim(), bars, 1e-12);
    for (int level = 0; level < levels; level++) {
      bars += e.flowShare(level);
    }
    assertEquals(e.bitsPerDim(), terms, 1e-12);
    assertEquals(e.bitsPerDim(), bars, 1e-12);
    assertEquals(e.bitsPerDim(), weighted, 1e-12); // 8 is in every level's own bits/dim
  }

  @Test
  void threadsChangeNoBitAndSamplesTightenTheBound() {
    ImageSet images = AtomModel.images(1, 30);
    StoredModel model =
        AtomModel.of(
            AtomModel.spec(1, 3, "atoms"), images, DequantisationKind.TRUNCATED_NORMAL, false);
    EvaluationOptions samples = options(model, 1, 5, LikelihoodFault.NONE, false);
    ImageSet some = images.slice(0, 9);
    Evaluation one = evaluate(model, some, samples, 1);
    for (int threads = 2; threads <= 3; threads++) {
      Evaluation more = evaluate(model, some, samples, threads);
      assertArrayEquals(one.perImage(), more.perImage());
      assertEquals(one.pixelTransformShare(), more.pixelTransformShare());
    }
    Evaluation draws = evaluate(model, some, options(model, 5, 1, LikelihoodFault.NONE, false), 1);
    assertEquals(draws.bitsPerDim(), one.oneSampleBitsPerDim(), 1e-12);
    for (int n = 0; n < 9; n++) {
      assertTrue(one.perImage()[n] < draws.perImage()[n], "image " + n);
    }
    double bars = 8 + one.dequantisationShare() + one.pixelTransformShare();
    for (int level = 0; level < 3; level++) {
      bars += one.levelBits(level).total();
    }
    assertEquals(one.bitsPerDim(), bars + one.importanceShare(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"1, atoms", "3, logit", "1, cdf"})
  void auditsMoveLittle(int channels, String transform) {
    ImageSet images = AtomModel.images(channels, 30);
    StoredModel model =
        AtomModel.of(
            AtomModel.spec(channels, 2, transform), images, DequantisationKind.UNIFORM, false);
    Audit audit =
        Audit.of(
            model.complete(),
            images.slice(0, 2),
            Divergence.exact(),
            options(model, 1, 1, LikelihoodFault.NONE, false),
            SolverOptions.adaptive("dopri5", 1e-5),
            1);
    assertTrue(audit.reruns().get(1).largest() < 1e-5, audit.toString());
    assertTrue(audit.reconstruction().largest() < 0.1, audit.toString());
  }

  @Test
  void noiseAtEveryLevelNeedsPlainPixels() {
    ImageSet images = AtomModel.images(1, 30);
    StoredModel model =
        AtomModel.of(AtomModel.spec(1, 2, "atoms"), images, DequantisationKind.UNIFORM, false);
    EvaluationOptions faulty = options(model, 1, 1, LikelihoodFault.PER_LEVEL_NOISE, false);
    String message =
        assertThrows(IllegalArgumentException.class, () -> evaluate(model, images, faulty, 1))
            .getMessage();
    assertTrue(message.contains("has the pixel transform atoms; use a model without"), message);
    EvaluationOptions centred = options(model, 1, 1, LikelihoodFault.BIN_CENTRE, false);
    assertNotEquals(
        evaluate(model, images, options(model, 1, 1, LikelihoodFault.NONE, false), 1).bitsPerDim(),
        evaluate(model, images, centred, 1).bitsPerDim());
  }
}
