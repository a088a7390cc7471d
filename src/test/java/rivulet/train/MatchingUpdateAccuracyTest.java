package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AffineFieldModel;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.Schedule;
import rivulet.wavelet.PyramidCoefficients;

/**
 * Whole updates of flow matching of fields f = a_c·x + b_c on colour images, against
 * docs/mathematics.md, section 5, written out: {@code L = mean_j mean (f(x_t) − (n − d))²} with
 * {@code x_t = (1−t)d + tn}, its gradient by every weight, and the first step of Adam.
 */
class MatchingUpdateAccuracyTest {
  private static final ImageSet IMAGES = ColourModel.images();
  private static final ModelSpec SPEC = AffineFieldModel.spec(3, 4, 6, 2, 1, "none");
  private static final long SEED = 7;
  private static final int BATCH = 4;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int PIXELS = HEIGHT * WIDTH;
  private static final double RATE = 0.01;
  private static final double SINGLE = 2e-6;

  private static double rate(int channel) {
    return 0.4 - 0.2 * (channel % 4);
  }

  private static double constant(int channel) {
    return 0.3 * (channel % 3) - 0.2;
  }

  private static FlowModel model() {
    return AffineFieldModel.of(SPEC, (l, block, c) -> rate(c), (l, block, c) -> constant(c));
  }

  private static FlowModel zero() {
    return AffineFieldModel.of(SPEC, (l, block, c) -> 0, (l, block, c) -> 0);
  }

  private static TrainConfig config(TimeSampling times, boolean paired) {
    return new TrainConfig(
        SEED,
        BATCH,
        3,
        new Schedule(RATE, 4, 0),
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        new Likelihood("bosh3", 1e-3, 0, 0, 1, ProbeKind.RADEMACHER),
        new Matching(Matching.ALL, times, paired, 1e-3));
  }

  private static Trainer trainer(FlowModel model, TrainConfig config) {
    FlowProblem problem =
        new FlowProblem(
            model,
            new TreeSet<>(List.of(0, 1)),
            config,
            config.matching(),
            IMAGES,
            Dequantisation.UNIFORM,
            1,
            1 << 20,
            Tuning.DEFAULT);
    return new Trainer("train", config, problem, 1);
  }

  /** What an update sees of one level. */
  private record Batch(double[][] data, double[][] noise) {}

  /** Level data d of the update's images, and noise keyed by epoch and image. */
  private static Batch batch(int level, long step) {
    Batches batches = new Batches(SEED, ColourModel.IMAGES, BATCH);
    batches.prepare(step);
    Dequantiser reader =
        new Dequantiser(
            IMAGES, SEED, Purpose.DEQUANTISATION, Dequantisation.UNIFORM, ImageLabels.none());
    double[][] data = new double[BATCH][];
    double[][] noise = new double[BATCH][];
    for (int j = 0; j < BATCH; j++) {
      double[] image = new double[ColourModel.DIMENSIONS];
      int position = batches.position(step, j);
      reader.read(position, batches.epoch(step, j), image);
      PyramidCoefficients levels = SPEC.pyramid().newCoefficients();
      SPEC.pyramid().analyse(image, 0, levels);
      data[j] = levels.data(level).clone();
      noise[j] = new double[data[j].length];
      new NoiseStream()
          .reset(SEED, Purpose.MATCHING, batches.epoch(step, j), position, level, 0, 0)
          .gaussian(noise[j], 0, noise[j].length);
    }
    return new Batch(data, noise);
  }

  /** One U per update; image j of the batch lies j/batch further on, and round at 1. */
  private static double time(int level, long step, int j, TimeSampling times) {
    double u =
        new NoiseStream().reset(SEED, Purpose.TIME, 0, step, level, 0, 0).nextUniform()
            + (double) j / BATCH;
    return times.time(u >= 1 ? u - 1 : u);
  }

  private static double[] state(Batch batch, int j, double t) {
    double[] x = new double[batch.data()[j].length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (1 - t) * batch.data()[j][i] + t * batch.noise()[j][i];
    }
    return x;
  }

  /** f(x_t) − (n − d). */
  private static double[] residual(Batch batch, int j, double[] x) {
    double[] r = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double field = rate(i / PIXELS) * x[i] + constant(i / PIXELS);
      r[i] = field - (batch.noise()[j][i] - batch.data()[j][i]);
    }
    return r;
  }

  @ParameterizedTest
  @CsvSource({"uniform, 0, 0", "uniform, 1, 1", "logit-normal:-1:1.5, 0, 2"})
  void lossIsThatOfThePaper(String text, int level, long step) {
    TimeSampling times = TimeSampling.parse(text);
    Batch batch = batch(level, step);
    double loss = 0;
    for (int j = 0; j < BATCH; j++) {
      double[] r = residual(batch, j, state(batch, j, time(level, step, j, times)));
      for (double value : r) {
        loss += value * value / (r.length * BATCH);
      }
    }
    try (Trainer trainer = trainer(model(), config(times, false))) {
      trainer.resumeAt(step);
      trainer.update();
      LevelMetrics found = trainer.metrics().get(level);
      assertEquals(level, found.level());
      assertEquals(loss, found.matchingLoss(), SINGLE * loss);
      assertEquals(RATE * (step + 1) / 4, found.learningRate(), 1e-17);
      assertEquals(1, found.evaluations());
      assertTrue(found.applied());
      assertTrue(Double.isNaN(found.bitsPerDim()));
      assertEquals(found.matchingLoss(), found.progress());
    }
  }

  /**
   * ∂L/∂W[o, i, tap] = 2/(D·batch) Σ r_o(p)·in_i(p + tap), where time is a channel of its own that
   * is t inside the image and 0 beyond; the bias sees 1 at every pixel.
   */
  @Test
  void gradientAndFirstStepOfAdam() {
    Batch batch = batch(0, 0);
    double[] kernel = new double[3 * 4 * 9];
    double[] bias = new double[3];
    for (int j = 0; j < BATCH; j++) {
      double t = time(0, 0, j, TimeSampling.UNIFORM);
      double[] x = state(batch, j, t);
      double[] r = residual(batch, j, x);
      for (int at = 0; at < r.length; at++) {
        double share = 2 * r[at] / (r.length * BATCH);
        bias[at / PIXELS] += share;
        addTaps(kernel, at / PIXELS, at % PIXELS, share, t, x);
      }
    }
    double square = 0;
    for (double g : kernel) {
      square += g * g;
    }
    for (double g : bias) {
      square += g * g;
    }
    try (Trainer trainer = trainer(model(), config(TimeSampling.UNIFORM, false))) {
      trainer.update();
      double norm = Math.sqrt(square);
      assertEquals(norm, trainer.metrics().getFirst().gradientNorm(), 10 * SINGLE * norm);
      Map<String, float[]> before = model().levels().getFirst().blocks().getFirst();
      Map<String, float[]> after =
          ((FlowProblem) trainer.problem()).finish().levels().get(0).blocks().getFirst();
      assertStep("layers.0._layer.bias", bias, before, after);
      assertStep("layers.0._layer.weight", kernel, before, after);
    }
  }

  private static void addTaps(
      double[] kernel, int output, int pixel, double share, double t, double[] x) {
    for (int tap = 0; tap < 9; tap++) {
      int row = pixel / WIDTH + tap / 3 - 1;
      int column = pixel % WIDTH + tap % 3 - 1;
      if (row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH) {
        kernel[output * 36 + tap] += share * t;
        for (int c = 0; c < 3; c++) {
          double value = x[c * PIXELS + row * WIDTH + column];
          kernel[output * 36 + (1 + c) * 9 + tap] += share * value;
        }
      }
    }
  }

  /** The first step of Adam is the rate, here a quarter of it, against the gradient's sign. */
  private static void assertStep(
      String name, double[] gradient, Map<String, float[]> before, Map<String, float[]> after) {
    for (int i = 0; i < gradient.length; i++) {
      assertTrue(Math.abs(gradient[i]) > 1e-5, name + " " + i + " tells nothing");
      double expected = before.get(name)[i] - RATE / 4 * Math.signum(gradient[i]);
      assertEquals(expected, after.get(name)[i], 1e-5, name + " " + i);
    }
  }

  /** With f = 0 the loss is mean ‖n − d‖² of the pairs, and the best of all 24 pairings. */
  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "1, true", "2, true", "3, true", "4, true"})
  void pairsAreTheNearestOfAll(long step, boolean paired) {
    try (Trainer trainer = trainer(zero(), config(TimeSampling.UNIFORM, paired))) {
      trainer.resumeAt(step);
      trainer.update();
      List<Double> sums = new ArrayList<>();
      permute(batch(0, step), new ArrayList<>(), sums);
      assertEquals(24, sums.size());
      double least = sums.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
      double expected = paired ? least : sums.getFirst();
      assertTrue(least < 0.999 * sums.getFirst(), "the test tells nothing");
      int entries = BATCH * 3 * PIXELS;
      LevelMetrics coarsest = trainer.metrics().getFirst();
      assertEquals(expected / entries, coarsest.matchingLoss(), SINGLE * expected / entries);
    }
  }

  /** Levels that see a coarser image are never paired. */
  @Test
  void finerLevelsAreNotPaired() {
    try (Trainer paired = trainer(zero(), config(TimeSampling.UNIFORM, true));
        Trainer plain = trainer(zero(), config(TimeSampling.UNIFORM, false))) {
      paired.update();
      plain.update();
      assertEquals(plain.metrics().get(1), paired.metrics().get(1));
    }
  }

  /** Σ‖n_π(j) − d_j‖² of all permutations, the identity first. */
  private static void permute(Batch batch, List<Integer> chosen, List<Double> sums) {
    if (chosen.size() == BATCH) {
      double sum = 0;
      for (int j = 0; j < BATCH; j++) {
        double[] n = batch.noise()[chosen.get(j)];
        for (int i = 0; i < n.length; i++) {
          sum += (n[i] - batch.data()[j][i]) * (n[i] - batch.data()[j][i]);
        }
      }
      sums.add(sum);
      return;
    }
    for (int k = 0; k < BATCH; k++) {
      if (!chosen.contains(k)) {
        List<Integer> next = new ArrayList<>(chosen);
        next.add(k);
        permute(batch, next, sums);
      }
    }
  }
}
