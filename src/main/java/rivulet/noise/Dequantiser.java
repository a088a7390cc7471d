package rivulet.noise;

import java.util.Arrays;
import rivulet.data.EightBit;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Turns 8-bit images into points of [0,1): x = (X + u)/256. One draw of u per image and epoch, a
 * function of seed, purpose, epoch and the image's own index (docs/mathematics.md, section 2).
 * Images that are measured meet other noise than those trained on, whatever their indices: see
 * {@link Purpose}. One per worker; allocates nothing after construction.
 */
public final class Dequantiser {
  private final ImageSet images;
  private final long seed;
  private final Purpose purpose;
  private final ImageLabels labels;
  private final NoiseSampler sampler;
  private final byte[] pixels;
  private final NoiseStream noise = new NoiseStream();
  private double logDensity;

  /**
   * Noise of a density, and the images' labels.
   *
   * @param purpose of u: training or evaluation
   * @param dequantisation q: log p(x) − log q(u|X) is a lower bound of log P(X) on average
   */
  public Dequantiser(
      ImageSet images,
      long seed,
      Purpose purpose,
      Dequantisation dequantisation,
      ImageLabels labels) {
    this(
        images,
        seed,
        purpose,
        dequantisation.sampler(images.channels(), images.height(), images.width()),
        labels);
  }

  private Dequantiser(
      ImageSet images, long seed, Purpose purpose, NoiseSampler sampler, ImageLabels labels) {
    this.images = images;
    this.labels = labels;
    this.sampler = sampler;
    this.seed = seed;
    this.purpose = purpose;
    this.pixels = new byte[images.imageBytes()];
  }

  /** Images with u = ½, without classes. */
  public static Dequantiser centred(ImageSet images) {
    return constant(images, 0.5, ImageLabels.none());
  }

  /** Images with the same u everywhere, which is no noise and has no density. */
  public static Dequantiser constant(ImageSet images, double u, ImageLabels labels) {
    NoiseSampler same =
        (pixels, x) -> {
          Arrays.fill(x, 0, pixels.length, u);
          return 0;
        };
    return new Dequantiser(images, 0, Purpose.EVALUATION, same, labels);
  }

  /**
   * Writes one dequantised image.
   *
   * @param position position in the set
   * @param epoch pass over the data
   * @param x written: planar, from index 0
   */
  public void read(long position, int epoch, double[] x) {
    images.read(position, pixels);
    noise.reset(seed, purpose, epoch, index(position), 0, 0, 0);
    noise.uniform(x, 0, pixels.length);
    logDensity = sampler.draw(pixels, x);
    for (int i = 0; i < pixels.length; i++) {
      x[i] = EightBit.dequantised(pixels[i], x[i]);
    }
  }

  /**
   * ln q(u | X) of the last image that was read, in nats; 0 unless u was drawn, and not uniformly.
   */
  public double logDensity() {
    return logDensity;
  }

  /** The image's class, {@link ImageLabels#NONE} if images have none. */
  public int label(long position) {
    return labels.at(position);
  }

  /** The image's own index, which its noise is keyed by. */
  public long index(long position) {
    return images.originalIndex(position);
  }
}
