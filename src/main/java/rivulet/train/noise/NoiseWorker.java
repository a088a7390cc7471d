package rivulet.train.noise;

import java.util.Arrays;
import rivulet.data.EightBit;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ImageGradient;
import rivulet.flow.MultiResolutionFlow;
import rivulet.noise.CouplingFlow;
import rivulet.noise.CouplingShape;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.train.Batches;
import rivulet.train.TrainConfig;

/**
 * Bounds of images and their gradient by the noise's parameters, on one worker:
 *
 * <pre>
 *   B = ln p((X + u)/256) − ln q(u | X)     u a function of uniform numbers and parameters
 * </pre>
 */
public final class NoiseWorker {
  private final TrainConfig config;
  private final ImageSet images;
  private final ImageLabels labels;
  private final CouplingFlow noise;
  private final ImageGradient flow;
  private final NoiseStream stream = new NoiseStream();
  private final byte[] pixels;
  private final double[] u;
  private final double[] slope;
  private final double[] sums;
  private final double[] logDensity;

  public NoiseWorker(
      MultiResolutionFlow flow,
      CouplingShape shape,
      double[] parameters,
      TrainConfig config,
      int most,
      ImageSet images,
      long tapeBytes,
      Workspace workspace) {
    this.config = config;
    this.images = images;
    this.labels = ImageLabels.of(images, flow.spec().imageClasses());
    this.noise = new CouplingFlow(shape, parameters, images.height(), images.width());
    this.flow =
        new ImageGradient(
            flow,
            config.likelihood().solverOptions(),
            config.likelihood().probeKind(),
            most,
            tapeBytes,
            workspace);
    this.pixels = new byte[images.imageBytes()];
    this.u = new double[pixels.length];
    this.slope = new double[pixels.length];
    this.sums = new double[parameters.length];
    this.logDensity = new double[most];
  }

  /**
   * Solves images {@code from … to-1} of an update.
   *
   * @param bounds written there: B in nats
   * @param evaluations written there: of the vector fields forward
   * @return the gradient of −ΣB by the parameters; live until the next call
   */
  public double[] group(
      long step, int from, int to, Batches batches, double[] bounds, double[] evaluations) {
    for (int j = from; j < to; j++) {
      int position = batches.position(step, j);
      int epoch = batches.epoch(step, j);
      logDensity[j - from] = draw(position, epoch);
      for (int i = 0; i < u.length; i++) {
        u[i] = EightBit.dequantised(pixels[i], u[i]);
      }
      long index = images.originalIndex(position);
      flow.load(j - from, u, labels.at(position), config.seed(), epoch, index);
    }
    flow.solve(to - from);
    Arrays.fill(sums, 0);
    for (int j = from; j < to; j++) {
      bounds[j] = flow.logLikelihood(j - from) - logDensity[j - from];
      evaluations[j] = flow.evaluations(j - from);
      draw(batches.position(step, j), batches.epoch(step, j)); // cheaper than keeping every lane's
      flow.gradient(j - from, slope);
      for (int i = 0; i < slope.length; i++) {
        slope[i] = EightBit.byNoise(slope[i]);
      }
      noise.pullBack(slope, sums);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = -sums[i];
    }
    return sums;
  }

  /** The draw that a {@link rivulet.noise.Dequantiser} would make. */
  private double draw(int position, int epoch) {
    images.read(position, pixels);
    stream.reset(
        config.seed(), Purpose.DEQUANTISATION, epoch, images.originalIndex(position), 0, 0, 0);
    stream.uniform(u, 0, u.length);
    return noise.draw(pixels, u);
  }
}
