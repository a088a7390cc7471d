package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AffineFieldModel;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.adjoint.Adjoint;
import rivulet.parallel.Crews;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.Descent;
import rivulet.train.descent.LevelWeights;
import rivulet.train.descent.Schedule;
import rivulet.wavelet.PyramidCoefficients;

/**
 * Whole updates of maximum likelihood of fields f = a_c·x + b_c on colour images: what their
 * metrics say in closed form, and that the gradient is that of bits/dim plus the weighted
 * regularisers.
 */
class LikelihoodUpdateAccuracyTest {
  private static final ImageSet IMAGES = ColourModel.images();
  private static final ModelSpec SPEC = AffineFieldModel.spec(3, 4, 6, 2, 1, "none");
  private static final long SEED = 7;
  private static final int BATCH = 4;
  private static final int PIXELS = 6;
  private static final double KINETIC = 0.3;
  private static final double JACOBIAN = 0.2;
  private static final double LN_2 = 0.6931471805599453;
  private static final double LN_2PI = 1.8378770664093453;
  private static final double SINGLE = 1e-5;
  private static final String BIAS = "layers.0._layer.bias";
  private static final String KERNEL = "layers.0._layer.weight";

  private static double rate(int channel) {
    return 0.4 - 0.3 * (channel % 3);
  }

  private static double constant(int channel) {
    return 0.3 * (channel % 4) - 0.2;
  }

  private static FlowModel model() {
    return AffineFieldModel.of(SPEC, (l, block, c) -> rate(c), (l, block, c) -> constant(c));
  }

  private static TrainConfig config(double steer, double clip) {
    return new TrainConfig(
        SEED,
        BATCH,
        3,
        new Schedule(0.01, 0, 0),
        clip,
        Double.POSITIVE_INFINITY,
        0,
        new Likelihood(
            "dopri5",
            1e-6,
            KINETIC,
            JACOBIAN,
            1,
            ProbeKind.RADEMACHER,
            AdaptiveSteps.MAX_STEPS,
            0,
            Adjoint.Kind.DISCRETE,
            steer),
        Matching.NONE);
  }

  private static Trainer trainer(FlowModel model, TrainConfig config) {
    FlowProblem problem =
        new FlowProblem(
            model,
            new TreeSet<>(List.of(0, 1)),
            config,
            config.likelihood(),
            IMAGES,
            Dequantisation.UNIFORM,
            1,
            1 << 20,
            Tuning.DEFAULT);
    return new Trainer("train", config, problem, 1);
  }

  private static double[][] levelData(int level, long step) {
    Batches batches = new Batches(SEED, ColourModel.IMAGES, BATCH);
    batches.prepare(step);
    Dequantiser reader =
        new Dequantiser(
            IMAGES, SEED, Purpose.DEQUANTISATION, Dequantisation.UNIFORM, ImageLabels.none());
    double[][] data = new double[BATCH][];
    for (int j = 0; j < BATCH; j++) {
      double[] image = new double[ColourModel.DIMENSIONS];
      reader.read(batches.position(step, j), batches.epoch(step, j), image);
      PyramidCoefficients levels = SPEC.pyramid().newCoefficients();
      SPEC.pyramid().analyse(image, 0, levels);
      data[j] = levels.data(level).clone();
    }
    return data;
  }

  /**
   * With E = exp(a) and z = (x + b/a)E − b/a: ln p = Σ a − ½Σ(z² + ln 2π) plus the halving's,
   * kinetic energy mean (ax + b)²(E² − 1)/4a, Jacobian norm mean a².
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void metricsHaveTheirClosedForms(int level) {
    double logLikelihood = SPEC.pyramid().logDeterminant(level);
    double kinetic = 0;
    double jacobian = 0;
    int entries = (level == 0 ? 3 : 9) * PIXELS;
    for (double[] x : levelData(level, 1)) {
      for (int i = 0; i < entries; i++) {
        double a = rate(i / PIXELS);
        double b = constant(i / PIXELS);
        double z = (x[i] + b / a) * StrictMath.exp(a) - b / a;
        double f = a * x[i] + b;
        logLikelihood += (a - 0.5 * (z * z + LN_2PI)) / BATCH;
        kinetic += f * f * (StrictMath.exp(2 * a) - 1) / (4 * a) / (entries * BATCH);
        jacobian += a * a / (entries * BATCH);
      }
    }
    try (Trainer trainer = trainer(model(), config(0, Double.POSITIVE_INFINITY))) {
      trainer.resumeAt(1);
      trainer.update();
      LevelMetrics found = trainer.metrics().get(level);
      assertEquals(8 - logLikelihood / (entries * LN_2), found.bitsPerDim(), SINGLE);
      assertEquals(kinetic, found.kinetic(), SINGLE);
      assertEquals(jacobian, found.jacobian(), SINGLE);
      assertEquals(0.01, found.learningRate());
      assertTrue(found.evaluations() >= 7 && found.evaluations() < 100, found.toString());
      assertTrue(Double.isNaN(found.matchingLoss()));
      assertEquals(found.bitsPerDim(), found.progress());
    }
  }

  /** Gradient and loss of the first update's images at level 0. */
  private record Descended(double loss, float[] bias, float[] kernel, double norm) {}

  private static Descended descended(FlowModel model) {
    TrainConfig config = config(0, Double.POSITIVE_INFINITY);
    BatchImages images = new BatchImages(model, config, IMAGES, Dequantisation.UNIFORM, true, 1);
    images.prepare(0);
    for (int j = 0; j < BATCH; j++) {
      images.load(0, j);
    }
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, true, Tuning.DEFAULT);
        Workspace workspace = new Workspace();
        Crews crews = new Crews(1, 1);
        Descent descent =
            new Descent(config, new LevelWeights(flow.level(0), workspace), workspace)) {
      Likelihood.LevelLoss objective =
          new Likelihood.LevelLoss(flow, 0, config, images, crews, 1 << 20, workspace);
      objective.group(0, 0, 0, 0, BATCH, descent);
      LevelMetrics m = objective.metrics(0, 0, 0, true);
      descent.update(0, 1);
      BlockWeights block = flow.level(0).blocks().getFirst();
      float[] bias = block.gradient(BIAS);
      float[] kernel = block.gradient(KERNEL);
      double norm = Math.sqrt(square(bias) + square(kernel));
      double loss = m.bitsPerDim() + KINETIC * m.kinetic() + JACOBIAN * m.jacobian();
      return new Descended(loss, bias, kernel, norm);
    }
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** bits/dim + λ₁·kinetic + λ₂·jacobian, by central differences over every weight. */
  @Test
  void gradientIsThatOfTheRegularisedLoss() {
    Descended start = descended(model());
    for (int i = 0; i < start.bias().length; i++) {
      assertEquals(slope(BIAS, i), start.bias()[i], 2e-3 * start.norm(), "bias " + i);
    }
    for (int i = 0; i < start.kernel().length; i++) {
      assertEquals(slope(KERNEL, i), start.kernel()[i], 2e-3 * start.norm(), "kernel " + i);
    }
    try (Trainer trainer = trainer(model(), config(0, Double.POSITIVE_INFINITY))) {
      trainer.update();
      double found = trainer.metrics().getFirst().gradientNorm();
      assertEquals(start.norm(), found, SINGLE * start.norm());
    }
  }

  private static double slope(String name, int index) {
    float step = 0x1p-7f;
    return (descended(moved(name, index, step)).loss()
            - descended(moved(name, index, -step)).loss())
        / (2 * step);
  }

  private static FlowModel moved(String name, int index, float by) {
    FlowModel model = model();
    model.levels().getFirst().blocks().getFirst().get(name)[index] += by;
    return model;
  }

  /** A constant field of size 2 has kinetic energy 2·T: T differs by update and by level. */
  @Test
  void endTimesDifferByUpdateAndLevel() {
    FlowModel constant = AffineFieldModel.of(SPEC, (l, block, c) -> 0, (l, block, c) -> 2);
    Set<Long> ends = new TreeSet<>();
    try (Trainer trainer = trainer(constant, config(0.25, 1e-30))) {
      for (int step = 0; step < 8; step++) {
        trainer.update();
        for (LevelMetrics m : trainer.metrics()) {
          double end = m.kinetic() / 2;
          assertTrue(end > 0.75 - SINGLE && end < 1.25 + SINGLE, "end " + end);
          ends.add(Math.round(end * 1e4));
        }
      }
    }
    assertTrue(ends.size() > 12, ends.toString());
  }
}
