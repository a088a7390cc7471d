package rivulet.measure;

import rivulet.flow.AnalysedImage;
import rivulet.flow.LevelWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Workspace;

/** The way of single images to their latents and back, on one worker. */
public final class LatentMap {
  private final AnalysedImage analysed;
  private final LevelWorker[] workers;
  private final Sampler sampler;
  private final double[][] latents;

  /** The flow needs a divergence, which finds no use. */
  public LatentMap(MultiResolutionFlow flow, SolverOptions solver, Workspace workspace) {
    int levels = flow.spec().levels();
    this.analysed = new AnalysedImage(flow.model());
    this.workers = new LevelWorker[levels];
    this.latents = new double[levels][];
    for (int level = 0; level < levels; level++) {
      workers[level] = new LevelWorker(flow, level, solver, ProbeKind.RADEMACHER, 1, 0, workspace);
      latents[level] = new double[workers[level].dimensions()];
    }
    this.sampler = new Sampler(flow, solver, 1, workspace);
  }

  /**
   * Encodes an image.
   *
   * @param image dequantised, planar, in [0,1)
   * @param label its class, of a model with classes
   * @return latents by level, planar; live until the next call
   */
  public double[][] encode(double[] image, int label) {
    analysed.analyse(image);
    for (int level = 0; level < workers.length; level++) {
      workers[level].label(label);
      workers[level].loadData(0, analysed);
      workers[level].encode(1);
      workers[level].latent(0, latents[level]);
    }
    return latents;
  }

  /**
   * Decodes latents.
   *
   * @param of by level, planar, of the lengths that {@link #encode} gives
   * @return the image, planar, before clipping; live until the next call
   * @throws IllegalArgumentException for other numbers of levels or lengths
   */
  public double[] decode(double[][] of, int label) {
    if (of.length != latents.length) {
      throw new IllegalArgumentException(
          "decode: the model has " + latents.length + " levels, found " + of.length);
    }
    for (int level = 0; level < of.length; level++) {
      int size = latents[level].length;
      if (of[level].length != size) {
        throw new IllegalArgumentException(
            "decode: level " + level + " has " + size + " values, found " + of[level].length);
      }
    }
    sampler.label(0, label);
    sampler.sample(
        1, of.length, (_, level, z) -> System.arraycopy(of[level], 0, z, 0, of[level].length));
    return sampler.pixels(0);
  }
}
