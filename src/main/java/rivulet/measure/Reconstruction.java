package rivulet.measure;

import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.LevelWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.noise.Dequantiser;
import rivulet.tensor.Workspace;

/**
 * How well images survive the way to the latents and back: the gap between x and decode(encode(x)),
 * in units of one grey value, 1/256.
 *
 * @param largest over all images, pixels and channels
 * @param rootMeanSquare over the same
 */
public record Reconstruction(double largest, double rootMeanSquare) {

  /** Encodes and decodes every image of the set, one after the other. */
  public static Reconstruction of(
      MultiResolutionFlow flow, ImageSet data, EvaluationOptions options) {
    int levels = flow.spec().levels();
    double[][] latents = new double[levels][];
    double[] image = new double[flow.spec().dimensions()];
    ImageLabels labels = ImageLabels.of(data, flow.spec().imageClasses());
    Dequantiser reader = options.reader(data, labels);
    double largest = 0;
    double squares = 0;
    try (Workspace workspace = new Workspace()) {
      LevelWorker[] workers = new LevelWorker[levels];
      for (int level = 0; level < levels; level++) {
        workers[level] =
            new LevelWorker(flow, level, options.solver(), options.probes(), 1, 0, workspace);
        latents[level] = new double[workers[level].dimensions()];
      }
      Sampler sampler = new Sampler(flow, options.solver(), 1, workspace);
      for (int n = 0; n < data.count(); n++) {
        reader.read(n, 0, image);
        for (int level = 0; level < levels; level++) {
          workers[level].label(reader.label(n));
          workers[level].load(0, image, options.seed(), 0, reader.index(n));
          workers[level].encode(1);
          workers[level].latent(0, latents[level]);
        }
        sampler.label(0, reader.label(n));
        sampler.sample(
            1,
            levels,
            (lane, level, z) -> System.arraycopy(latents[level], 0, z, 0, latents[level].length));
        double[] back = sampler.pixels(0);
        for (int i = 0; i < image.length; i++) {
          double gap = 256 * Math.abs(back[i] - image[i]);
          largest = Math.max(largest, gap);
          squares += gap * gap;
        }
      }
    }
    return new Reconstruction(largest, Math.sqrt(squares / (image.length * (double) data.count())));
  }
}
