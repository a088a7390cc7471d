package rivulet.train.noise;

import rivulet.flow.ModelSpec;
import rivulet.parallel.ScalarSum;
import rivulet.train.Batches;
import rivulet.train.LevelMetrics;
import rivulet.train.Loss;
import rivulet.train.descent.Descent;

/** −B of images; the mean is in bits/dim of the whole image. */
final class NoiseLoss implements Loss {
  private final ModelSpec spec;
  private final NoiseWorker[] workers;
  private final Batches batches;
  private final double[] bounds;
  private final double[] evaluations;

  NoiseLoss(ModelSpec spec, NoiseWorker[] workers, Batches batches, int batch) {
    this.spec = spec;
    this.workers = workers;
    this.batches = batches;
    this.bounds = new double[batch];
    this.evaluations = new double[batch];
  }

  @Override
  public void group(int worker, long step, int leaf, int from, int to, Descent descent) {
    descent.submit(leaf, workers[worker].group(step, from, to, batches, bounds, evaluations));
  }

  @Override
  public double mean() {
    return spec.bitsPerDim(ScalarSum.sum(bounds, bounds.length) / bounds.length);
  }

  @Override
  public LevelMetrics metrics(int part, double gradientNorm, double rate, boolean applied) {
    return new LevelMetrics(
        part,
        mean(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        ScalarSum.sum(evaluations, evaluations.length) / evaluations.length,
        gradientNorm,
        rate,
        applied);
  }
}
