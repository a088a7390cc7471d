package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.FileVersion;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.TrainingFixture;

/** Measured images meet noise of their own, those of models of older versions that of training. */
class EvaluationPurposeTest {
  private static final int SEED = 7;
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-4);
  private static final ImageSet IMAGES = TrainingFixture.images().slice(0, 3);
  private static final FlowModel MODEL =
      TrainingFixture.model(TrainingFixture.spec(1), TrainingFixture.images(), false);

  @TempDir private Path folder;

  private static EvaluationOptions options(LikelihoodFault fault, Purpose purpose) {
    return new EvaluationOptions(
        SEED,
        SOLVER,
        ProbeKind.RADEMACHER,
        1,
        1,
        fault.practice(),
        false,
        Dequantisation.UNIFORM,
        purpose);
  }

  private static double[] perImage(EvaluationOptions options) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(MODEL, Divergence.exact(), false, Tuning.DEFAULT)) {
      return Evaluation.of(flow, IMAGES, options, 1, (done, all) -> {}).perImage();
    }
  }

  /** (X + u)/256 with u from the stream of evaluation, which training does not draw from. */
  @Test
  void measuredImagesMeetOtherNoiseThanTrainedOnes() {
    EvaluationOptions options =
        EvaluationOptions.of(SEED, SOLVER, ProbeKind.RADEMACHER, Dequantisation.UNIFORM);
    double[] measured = new double[64];
    double[] trained = new double[64];
    double[] u = new double[64];
    byte[] pixels = new byte[64];
    for (int n = 0; n < IMAGES.count(); n++) {
      options.reader(IMAGES, ImageLabels.none()).read(n, 0, measured);
      new Dequantiser(
              IMAGES, SEED, Purpose.DEQUANTISATION, Dequantisation.UNIFORM, ImageLabels.none())
          .read(n, 0, trained);
      IMAGES.read(n, pixels);
      new NoiseStream().reset(SEED, Purpose.EVALUATION, 0, n, 0, 0, 0).uniform(u, 0, 64);
      for (int i = 0; i < 64; i++) {
        assertEquals(((pixels[i] & 0xff) + u[i]) / 256, measured[i], 0.0);
        assertNotEquals(trained[i], measured[i]);
      }
    }
  }

  /** Each fault that draws noise draws it for the same purpose. */
  @ParameterizedTest
  @EnumSource(
      value = LikelihoodFault.class,
      names = {"NONE", "PER_LEVEL_NOISE", "OVERSHOOT"})
  void noOtherNoiseIsDrawn(LikelihoodFault fault) {
    double[] own = perImage(options(fault, Purpose.EVALUATION));
    double[] training = perImage(options(fault, Purpose.DEQUANTISATION));
    for (int n = 0; n < IMAGES.count(); n++) {
      assertNotEquals(training[n], own[n]);
    }
  }

  @Test
  void anAuditLooksAtTheImagesAsMeasured() {
    for (Purpose purpose : new Purpose[] {Purpose.EVALUATION, Purpose.DEQUANTISATION}) {
      EvaluationOptions options = options(LikelihoodFault.NONE, purpose);
      double measured = Arrays.stream(perImage(options)).average().orElseThrow();
      Audit audit = Audit.of(MODEL, IMAGES, Divergence.exact(), options, SOLVER, 2);
      assertEquals(measured, audit.bitsPerDim(), 1e-12);
      for (Audit.Rerun rerun : audit.reruns()) {
        assertEquals(0, rerun.largest(), 1e-4, rerun.name());
      }
    }
  }

  @Test
  void aModelOfAnOlderVersionKeepsItsDigits() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, StoredModel.of(MODEL, new TreeMap<>(), Dequantisation.UNIFORM));
    double[] fresh = perImage(of(ModelFile.read(file)));
    StoredModel before = ModelFile.read(FileVersion.write(file, "4", folder.resolve("before")));
    assertArrayEquals(perImage(options(LikelihoodFault.NONE, Purpose.EVALUATION)), fresh);
    assertArrayEquals(
        perImage(options(LikelihoodFault.NONE, Purpose.DEQUANTISATION)), perImage(of(before)));
  }

  private static EvaluationOptions of(StoredModel model) {
    return EvaluationOptions.of(SEED, SOLVER, ProbeKind.RADEMACHER, model);
  }
}
