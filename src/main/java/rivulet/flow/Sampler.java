package rivulet.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;

/**
 * One worker's way from noise to images: level by level from the coarsest, each level's latent
 * decoded and joined with the coarser image, and in the end back through the pixel transform.
 * Images are float64 before any clipping.
 */
public final class Sampler {
  private final ModelSpec spec;
  private final List<LevelWorker> workers = new ArrayList<>();
  private final NoiseStream noise = new NoiseStream();
  private final PreTransformChain pixelTransform;
  private final double[][] coarse;
  private final double[][] pixels;
  private final double[][] detail;
  private final double[] latent;
  private final int[] levelOf;
  private final boolean measured;
  private final double[] logLikelihood;
  private final int[] labels;

  /** Memory for groups of at most {@code lanes} images. */
  public Sampler(MultiResolutionFlow flow, SolverOptions options, int lanes, Workspace workspace) {
    this.spec = flow.spec();
    for (int level = 0; level < spec.levels(); level++) {
      workers.add(new LevelWorker(flow, level, options, ProbeKind.RADEMACHER, lanes, 0, workspace));
    }
    this.pixelTransform = flow.model().pixelTransform();
    this.coarse = new double[lanes][spec.dimensions()];
    this.pixels = new double[lanes][spec.dimensions()];
    this.levelOf = new int[lanes];
    this.measured = flow.divergence() instanceof Divergence.Exact;
    this.logLikelihood = new double[lanes];
    this.detail = new double[lanes][spec.dimensions()];
    this.latent = new double[spec.dimensions()];
    this.labels = new int[lanes];
    Arrays.fill(labels, ModelSpec.NO_LABEL);
  }

  /** Chooses who shares the larger kernel calls, as {@link FlowGroup#crew} does. */
  public void crew(WorkerPool crew) {
    workers.forEach(worker -> worker.crew(crew));
  }

  /** Sets the class of a lane's images, for a model with classes. */
  public void label(int lane, int label) {
    spec.requireLabel(label);
    labels[lane] = label;
  }

  /** Where a level's latent comes from. */
  @FunctionalInterface
  public interface Latents {
    /** Writes the latent of one level, planar, from index 0. */
    void read(int lane, int level, double[] latent);
  }

  /**
   * Latents from N(0, temperature²), a function of the level's seed, image and level.
   *
   * @param seeds of each level
   * @param temperatures of each level
   */
  public Latents noise(long[] seeds, long firstImage, double[] temperatures) {
    return (lane, level, z) -> {
      int size = (int) spec.state(level).elements();
      noise.reset(seeds[level], Purpose.LATENT, 0, firstImage + lane, level, 0, 0);
      noise.gaussian(z, 0, size);
      for (int i = 0; i < size; i++) {
        z[i] *= temperatures[level];
      }
    };
  }

  /**
   * Decodes levels {@code 0 … levels-1} of {@code count} images; {@link #image} then gives them at
   * the resolution of the last of these levels.
   */
  public void sample(int count, int levels, Latents latents) {
    for (int level = 0; level < levels; level++) {
      decode(count, level, latents);
    }
  }

  /**
   * Starts a lane from a given image instead of from noise; the next level to decode is {@code
   * level + 1}.
   *
   * @param level that completes images of its resolution
   * @param image as {@link #image} gives it, planar, of {@link #imageSize} values, copied
   * @throws IllegalArgumentException for a level that the model does not have or another length
   */
  public void start(int lane, int level, double[] image) {
    if (level < 0 || level >= spec.levels()) {
      throw new IllegalArgumentException(
          "sampler: the model has levels 0 to " + (spec.levels() - 1) + ", found " + level);
    }
    if (image.length != imageSize(level)) {
      throw new IllegalArgumentException(
          "sampler: an image of level "
              + level
              + " has "
              + imageSize(level)
              + " values, found "
              + image.length);
    }
    System.arraycopy(image, 0, coarse[lane], 0, image.length);
    levelOf[lane] = level;
    logLikelihood[lane] = 0;
  }

  /** Decodes one level on top of the current images. */
  public void decode(int count, int level, Latents latents) {
    LevelWorker worker = workers.get(level);
    for (int lane = 0; lane < count; lane++) {
      latents.read(lane, level, latent);
      worker.label(labels[lane]);
      worker.loadLatent(lane, latent, coarse[lane]);
    }
    if (measured) {
      worker.decodeWithLogDet(count);
    } else {
      worker.decode(count);
    }
    for (int lane = 0; lane < count; lane++) {
      if (level == 0) {
        worker.decoded(lane, coarse[lane], coarse[lane]);
        measure(worker, lane, 0, coarse[lane]);
      } else {
        worker.decoded(lane, detail[lane], coarse[lane]);
        measure(worker, lane, logLikelihood[lane], detail[lane]);
        spec.pyramid().refine(level, coarse[lane], detail[lane], latent, 0);
        System.arraycopy(latent, 0, coarse[lane], 0, imageSize(level));
      }
      levelOf[lane] = level;
    }
  }

  private void measure(LevelWorker worker, int lane, double before, double[] planar) {
    if (measured) {
      logLikelihood[lane] = before + worker.decodedLogLikelihood(lane, planar, coarse[lane]);
    }
  }

  /**
   * ln p of a lane's image under the model, in nats, from the pass that drew it: of all levels
   * decoded since level 0 or {@link #start}, and at the finest with the pixel transform. Uses up
   * what {@link #pixels} has given.
   *
   * @throws IllegalStateException unless the flow was loaded with an exact divergence
   */
  public double logLikelihood(int lane) {
    if (!measured) {
      throw new IllegalStateException(
          "sampler: ln p of samples needs a flow with exact divergence, found one without");
    }
    boolean finest = levelOf[lane] == spec.levels() - 1;
    double[] image = pixels(lane);
    int channels = spec.pyramid().channels();
    double pixel = finest ? pixelTransform.forward(image, 0, channels, image.length / channels) : 0;
    return logLikelihood[lane] + pixel;
  }

  /** Floats of the image that level {@code level} completes. */
  public int imageSize(int level) {
    int shift = spec.levels() - 1 - level;
    return spec.pyramid().channels()
        * (spec.pyramid().height() >> shift)
        * (spec.pyramid().width() >> shift);
  }

  /** Evaluations of the vector field that the last decoding of a lane took, over all levels. */
  public int evaluations(int lane) {
    int sum = 0;
    for (LevelWorker worker : workers) {
      sum += worker.evaluations(lane);
    }
    return sum;
  }

  /**
   * The current image of a lane as the pyramid holds it: its values are means of transformed
   * pixels, times {@link rivulet.wavelet.WaveletPyramid#coarseGain}. Live.
   */
  public double[] image(int lane) {
    return coarse[lane];
  }

  /**
   * The current image of a lane as pixels, planar; below the finest level its values are those
   * whose transforms are the means of transformed pixels. Valid until the next call for the lane.
   */
  public double[] pixels(int lane) {
    int level = levelOf[lane];
    int size = imageSize(level);
    double gain = spec.pyramid().coarseGain(level);
    for (int i = 0; i < size; i++) {
      pixels[lane][i] = coarse[lane][i] / gain;
    }
    int channels = spec.pyramid().channels();
    pixelTransform.inverse(pixels[lane], 0, channels, size / channels);
    return pixels[lane];
  }
}
