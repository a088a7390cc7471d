package rivulet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AffineFieldModel;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.random.Purpose;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.ColourModel;

/** What an audit says, by hand from evaluations and in closed form. */
class AuditAccuracyTest {
  private static final ImageSet IMAGES = ColourModel.images();
  private static final long SEED = 5;

  private static EvaluationOptions options(SolverOptions solver) {
    return EvaluationOptions.of(SEED, solver, ProbeKind.RADEMACHER, Dequantisation.UNIFORM);
  }

  /**
   * One step of the midpoint rule on x' = ax multiplies by R(a) = 1 + a + a²/2, one step back by
   * R(−a), and R(a)·R(−a) = 1 + a⁴/4: a pixel x comes back as x·(1 + a⁴/4).
   */
  @Test
  void reconstructionInClosedForm() {
    ModelSpec spec = AffineFieldModel.spec(3, 4, 6, 1, 1, "none");
    double[] rates = {0.5, -1, 0.75};
    FlowModel model = AffineFieldModel.of(spec, (l, block, c) -> rates[c], (l, block, c) -> 0);
    double largest = 0;
    double squares = 0;
    Dequantiser reader =
        new Dequantiser(
            IMAGES, SEED, Purpose.EVALUATION, Dequantisation.UNIFORM, ImageLabels.none());
    double[] image = new double[ColourModel.DIMENSIONS];
    for (int n = 0; n < ColourModel.IMAGES; n++) {
      reader.read(n, 0, image);
      for (int i = 0; i < image.length; i++) {
        double gap = 256 * image[i] * StrictMath.pow(rates[i / 24], 4) / 4;
        largest = Math.max(largest, gap);
        squares += gap * gap;
      }
    }
    double mean = squares / (ColourModel.IMAGES * (double) ColourModel.DIMENSIONS);
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model, Divergence.hutchinson(), false, Tuning.DEFAULT)) {
      Reconstruction found =
          Reconstruction.of(flow, IMAGES, options(SolverOptions.fixed("midpoint", 1)));
      assertEquals(largest, found.largest(), 1e-4);
      assertEquals(Math.sqrt(mean), found.rootMeanSquare(), 1e-4);
      assertTrue(largest > 5 && mean < largest * largest / 4, "the test tells nothing");
    }
  }

  /** Reruns are compared image by image: their mean moves less than the worst of them. */
  @Test
  void rerunsMoveByTheirDifferences() {
    SolverOptions coarse = SolverOptions.fixed("euler", 1);
    SolverOptions finer = SolverOptions.fixed("rk4", 4);
    Audit audit =
        Audit.of(ColourModel.model(), IMAGES, Divergence.hutchinson(), options(coarse), finer, 1);
    double[] measured = perImage(Divergence.hutchinson(), coarse);
    assertEquals(ColourModel.IMAGES, audit.images());
    assertEquals(mean(measured), audit.bitsPerDim(), 1e-12);
    assertRerun(measured, perImage(Divergence.hutchinson(), finer), audit.reruns().get(0), 1e-12);
    assertRerun(measured, perImage(Divergence.exact(), coarse), audit.reruns().get(2), 1e-12);
    assertRerun(measured, measured, audit.reruns().get(1), 1e-5); // float64, the same otherwise
    assertTrue(audit.reruns().get(0).largest() > 1e-3, "the test tells nothing");
    assertTrue(audit.reruns().get(2).largest() > 1e-3, "the test tells nothing");
  }

  private static void assertRerun(
      double[] measured, double[] better, Audit.Rerun found, double bound) {
    double largest = 0;
    for (int n = 0; n < measured.length; n++) {
      largest = Math.max(largest, Math.abs(better[n] - measured[n]));
    }
    assertEquals(mean(better), found.bitsPerDim(), bound, found.name());
    assertEquals(mean(better) - mean(measured), found.moved(), bound, found.name());
    assertEquals(largest, found.largest(), bound, found.name());
  }

  private static double[] perImage(Divergence divergence, SolverOptions solver) {
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(ColourModel.model(), divergence, false, Tuning.DEFAULT)) {
      return Evaluation.of(flow, IMAGES, options(solver), 1, (done, all) -> {}).perImage();
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
