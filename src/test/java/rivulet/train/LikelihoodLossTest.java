package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.LevelWorker;
import rivulet.flow.LossWeights;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.parallel.Crews;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.sum.PartialSum;
import rivulet.tensor.kernel.sum.SummationTree;
import rivulet.train.descent.Descent;
import rivulet.train.descent.ParameterRun;
import rivulet.train.descent.Parameters;
import rivulet.train.descent.Schedule;

/** The gradient of a group, solved a few images at a time, is that of all its images at once. */
class LikelihoodLossTest {
  private static final long SEED = 7;
  private static final int GROUP = 10;
  private static final long TAPE = 8L << 20;
  private static final double ROUNDING = 1e-5;

  private final ImageSet images = TrainingFixture.images();
  private final ModelSpec spec = TrainingFixture.spec();
  private final TrainConfig config =
      new TrainConfig(
          SEED,
          GROUP,
          GROUP,
          new Schedule(5e-3, 3, 0),
          100,
          500,
          0,
          new Likelihood("bosh3", 1e-3, 0.01, 0.01, 1, ProbeKind.RADEMACHER),
          Matching.NONE);
  private final Batches batches = new Batches(SEED, (int) images.count(), GROUP);
  private final Dequantiser reader =
      new Dequantiser(
          images,
          SEED,
          Purpose.DEQUANTISATION,
          Dequantisation.UNIFORM,
          ImageLabels.of(images, spec.imageClasses()));
  private final double[] image = new double[spec.dimensions()];

  @Test
  void gradientIsThatOfAllImagesAtOnce() {
    batches.prepare(0);
    try (Workspace workspace = new Workspace();
        Crews crews = new Crews(1, 1);
        MultiResolutionFlow flow =
            new MultiResolutionFlow(
                TrainingFixture.model(spec, images, false), 1, true, Tuning.DEFAULT)) {
      for (int level = 0; level < spec.levels(); level++) {
        Likelihood.LevelLoss loss =
            new Likelihood.LevelLoss(flow, level, config, batch(flow), crews, TAPE, workspace);
        Sums sums = new Sums(flow.level(level).sumFloats());
        try (Descent descent = new Descent(config, sums, workspace)) {
          loss.group(0, 0, 0, 0, GROUP, descent);
          descent.update(0, 1);
        }
        LevelWorker all =
            new LevelWorker(
                flow,
                level,
                config.likelihood().solverOptions(),
                config.likelihood().probeKind(),
                GROUP,
                TAPE,
                workspace);
        double bits = solveAtOnce(flow, all);
        LevelMetrics metrics = loss.metrics(level, 0, 0, true);
        assertEquals(bits, metrics.bitsPerDim(), 1e-12 * Math.abs(bits), "level " + level);
        requireClose(all.sums(), sums.found, level);
      }
    }
  }

  /** Keeps what the groups' sums come to. */
  private static final class Sums implements Parameters {
    private final double[] found;

    Sums(int count) {
      found = new double[count];
    }

    @Override
    public List<ParameterRun> runs() {
      return List.of();
    }

    @Override
    public int sums() {
      return found.length;
    }

    @Override
    public double gradients(SummationTree tree, int groups) {
      PartialSum sum = tree.result(groups);
      Arrays.setAll(found, sum::get);
      tree.release(sum);
      return 0;
    }

    @Override
    public void changed() {}
  }

  private BatchImages batch(MultiResolutionFlow flow) {
    BatchImages batch =
        new BatchImages(flow.snapshot(), config, images, Dequantisation.UNIFORM, true, 1);
    batch.prepare(0);
    for (int j = 0; j < GROUP; j++) {
      batch.load(0, j);
    }
    return batch;
  }

  /** Returns the mean bits/dim; the gradient is in the worker's sums. */
  private double solveAtOnce(MultiResolutionFlow flow, LevelWorker all) {
    for (int n = 0; n < GROUP; n++) {
      int position = batches.position(0, n);
      int epoch = batches.epoch(0, n);
      reader.read(position, epoch, image);
      AnalysedImage analysed = new AnalysedImage(flow.model()).analyse(image);
      all.load(n, analysed, SEED, epoch, reader.index(position));
    }
    all.encode(GROUP);
    double sum = 0;
    for (int n = 0; n < GROUP; n++) {
      sum += all.logLikelihood(n);
    }
    all.clearSums();
    double share = 1.0 / GROUP;
    all.gradient(
        GROUP,
        new LossWeights(
            share / (all.dimensions() * ModelSpec.LN_2),
            share * config.likelihood().kinetic(),
            share * config.likelihood().jacobian()));
    return ModelSpec.bitsPerDim(sum / GROUP, all.dimensions());
  }

  private static void requireClose(MemorySegment wanted, double[] b, int level) {
    float[] a = wanted.toArray(ValueLayout.JAVA_FLOAT);
    assertEquals(a.length, b.length);
    double square = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      square += (double) a[i] * a[i];
      difference += (a[i] - b[i]) * (a[i] - b[i]);
    }
    assertTrue(square > 0, "level " + level + " has no gradient");
    double relative = Math.sqrt(difference / square);
    assertTrue(relative < ROUNDING, "level " + level + ": off by " + relative);
  }
}
