package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.CouplingShape;
import rivulet.noise.VariationalDequantisation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.Schedule;
import rivulet.train.noise.NoiseProblem;
import rivulet.train.noise.NoiseWorker;

/**
 * A whole update of a model's noise against bounds and gradients of single images: the loss is the
 * mean over images of −B/(D ln 2).
 */
class NoiseUpdateAccuracyTest {
  private static final ImageSet IMAGES = ColourModel.images();
  private static final FlowModel MODEL = ColourModel.model();
  private static final CouplingShape SHAPE = new CouplingShape(3, 3, 2);
  private static final int BATCH = 4;
  private static final double UNIT = ColourModel.DIMENSIONS * 0.6931471805599453;
  private static final double RATE = 0.02;
  private static final long TAPE = 1 << 20;

  private static TrainConfig config(int group) {
    return new TrainConfig(
        7,
        BATCH,
        group,
        new Schedule(RATE, 10, 0),
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        new Likelihood("bosh3", 1e-4, 0, 0, 1, ProbeKind.RADEMACHER),
        Matching.NONE);
  }

  private static VariationalDequantisation start() {
    float[] parameters = new float[SHAPE.parameters()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.3 * StrictMath.sin(i));
    }
    return new VariationalDequantisation(SHAPE, parameters);
  }

  @Test
  void metricsAreTheMeanOfTheImages() {
    double[] parameters = new double[SHAPE.parameters()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = start().parameters()[i];
    }
    double[] gradient = new double[parameters.length];
    double bits = 0;
    double solved = 0;
    Batches batches = new Batches(7, ColourModel.IMAGES, BATCH);
    batches.prepare(0);
    try (MultiResolutionFlow flow =
            new MultiResolutionFlow(
                MODEL, Divergence.hutchinson(), Differentiation.BY_INPUTS, Tuning.DEFAULT);
        Workspace workspace = new Workspace()) {
      NoiseWorker worker =
          new NoiseWorker(flow, SHAPE, parameters, config(1), 1, IMAGES, TAPE, workspace);
      double[] bounds = new double[BATCH];
      double[] evaluations = new double[BATCH];
      for (int j = 0; j < BATCH; j++) {
        double[] sums = worker.group(0, j, j + 1, batches, bounds, evaluations);
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] += sums[i] / UNIT / BATCH;
        }
        bits += (8 - bounds[j] / UNIT) / BATCH;
        solved += evaluations[j] / BATCH;
      }
    }
    double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    NoiseProblem problem =
        new NoiseProblem(MODEL, start(), config(3), IMAGES, 1, TAPE, Tuning.DEFAULT);
    try (Trainer trainer = new Trainer("train", config(3), problem, 1)) {
      trainer.update();
      LevelMetrics found = trainer.metrics().getFirst();
      assertEquals(1, trainer.metrics().size());
      assertEquals(LevelMetrics.WHOLE_IMAGE, found.level());
      assertEquals(bits, found.bitsPerDim(), 1e-10);
      assertEquals(norm, found.gradientNorm(), 1e-6 * norm);
      assertEquals(solved, found.evaluations(), 1e-10);
      assertEquals(RATE / 10, found.learningRate(), 1e-17);
      assertTrue(found.applied());
      float[] moved = problem.noise().parameters();
      for (int i = 0; i < moved.length; i++) {
        boolean steep = Math.abs(gradient[i]) > 1e-4; // beside ε of Adam and rounding
        double step = steep ? RATE / 10 * Math.signum(gradient[i]) : 0;
        double bound = steep ? 1e-6 : RATE / 10;
        assertEquals(parameters[i] - step, moved[i], bound, "parameter " + i);
      }
      trainer.update();
      assertEquals(RATE / 5, trainer.metrics().getFirst().learningRate(), 1e-17);
    }
  }
}
