package rivulet.train.noise;

import java.util.List;
import rivulet.data.ImageSet;
import rivulet.data.Part;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.noise.VariationalDequantisation;
import rivulet.parallel.ScalarSum;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.Batches;
import rivulet.train.LevelMetrics;
import rivulet.train.Loss;
import rivulet.train.Problem;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Descent;

/**
 * The noise of a model whose flow stays as it is: descends the mean over images of −B in bits/dim,
 * where E B = E_q[ln p(X + u) − ln q(u | X)] is the bound of ln P(X).
 */
public final class NoiseProblem implements Problem.OfModel {
  private final VariationalDequantisation start;
  private final MultiResolutionFlow flow;
  private final Workspace workspace = new Workspace();
  private final Batches batches;
  private final Part part;

  /**
   * @param model the flow
   * @param start start values
   * @param data training images
   * @param threads workers
   * @param tapeBytes native memory per worker for residuals
   * @param tuning of the kernels
   */
  public NoiseProblem(
      FlowModel model,
      VariationalDequantisation start,
      TrainConfig config,
      ImageSet data,
      int threads,
      long tapeBytes,
      Tuning tuning) {
    this.start = start;
    Divergence divergence = new Divergence.Hutchinson(config.likelihood().probes());
    this.flow = new MultiResolutionFlow(model, divergence, Differentiation.BY_INPUTS, tuning);
    double factor = 1 / (config.batch() * (model.spec().dimensions() * ModelSpec.LN_2));
    NoiseParameters noise = new NoiseParameters(start.parameters(), factor, workspace);
    this.batches = new Batches(config.seed(), (int) data.count(), config.batch());
    int group = config.groupOf(data.height() * data.width());
    NoiseWorker[] workers = new NoiseWorker[threads];
    for (int w = 0; w < threads; w++) {
      workers[w] =
          new NoiseWorker(
              flow, start.shape(), noise.widened(), config, group, data, tapeBytes, workspace);
    }
    this.part =
        new Part(
            LevelMetrics.WHOLE_IMAGE,
            group,
            new NoiseLoss(model.spec(), workers, batches, config.batch()),
            new Descent(config, noise, workspace));
  }

  @Override
  public List<Part> parts() {
    return List.of(part);
  }

  @Override
  public void choose(long step) {
    batches.prepare(step);
  }

  @Override
  public FlowModel finish() {
    part.descent().useAverages();
    return flow.snapshot();
  }

  @Override
  public StoredModel result(StoredModel start) {
    return start.with(noise());
  }

  /** The noise with the averaged parameters. */
  public VariationalDequantisation noise() {
    float[] parameters = part.descent().averaged().get(NoiseParameters.NAME);
    return new VariationalDequantisation(start.shape(), parameters);
  }

  @Override
  public long nativeBytes() {
    return workspace.allocatedBytes() + flow.allocatedBytes();
  }

  @Override
  public void close() {
    part.descent().close();
    workspace.close();
    flow.close();
  }

  /** −B of images; the mean is in bits/dim of the whole image. */
  private static final class NoiseLoss implements Loss {
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
}
