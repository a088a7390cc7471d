package rivulet.measure;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import rivulet.data.EightBit;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.wavelet.WaveletPyramid;

/**
 * A finer image beside the coarse one it was made from: clipped to [0,1) and rounded to bytes, with
 * what that did to the means of its blocks. The model keeps the means of pixels as its pixel
 * transform makes them, and so does clipping; the means of plain pixels are theirs only where there
 * is no transform.
 */
public final class FinerImage {
  private final PreTransformChain transform;
  private final int channels;
  private final double[] unclipped;
  private final EightBit rounded;
  private final long clipped;
  private final Errors transformed;
  private final Errors plain;

  /**
   * How far means of blocks are from the coarse values, at most.
   *
   * @param before clipping and rounding
   * @param after both
   */
  public record Errors(double before, double after) {}

  /**
   * Clips and rounds.
   *
   * @param transform of the model's pixels
   * @param coarse pixels, planar
   * @param fine as the transform makes pixels, planar
   * @param height of the coarse image
   * @param width of the coarse image
   * @param side pixels of the fine image across one coarse pixel
   */
  public FinerImage(
      PreTransformChain transform,
      double[] coarse,
      double[] fine,
      int height,
      int width,
      int side) {
    this.transform = transform;
    this.channels = coarse.length / (height * width);
    var ranges = CoarseMeans.ranges(transform, channels);
    CoarseMeans means = new CoarseMeans(height, width, side, ranges);
    double[] wanted = forward(coarse);
    double[] kept = fine.clone();
    this.unclipped = inverse(fine);
    this.clipped = means.clip(wanted, kept);
    this.rounded = new EightBit(fine.length);
    rounded.put(inverse(kept), fine.length, 0);
    double[] centres = new double[fine.length];
    for (int i = 0; i < fine.length; i++) {
      centres[i] = EightBit.centre(rounded.pixels()[i]);
    }
    this.transformed =
        new Errors(means.largestError(wanted, fine), means.largestError(wanted, forward(centres)));
    this.plain =
        new Errors(means.largestError(coarse, unclipped), means.largestError(coarse, centres));
  }

  /**
   * Draws a finer image whose coarse version is the given one.
   *
   * @param decoding of a flow of the model
   * @param given one image of the size that level {@code from} completes; a byte v stands for (v +
   *     0.5)/256
   * @param to last level to decode
   * @param number of the sample whose latents are taken
   */
  public static FinerImage draw(
      Decoding decoding, FlowModel model, ImageSet given, int from, int to, int number) {
    byte[] bytes = new byte[given.imageBytes()];
    given.read(0, bytes);
    double[] coarse = new double[bytes.length];
    for (int i = 0; i < coarse.length; i++) {
      coarse[i] = EightBit.centre(bytes[i]);
    }
    WaveletPyramid pyramid = model.spec().pyramid();
    int height = given.height();
    int width = given.width();
    double[] start = coarse.clone();
    model.pixelTransform().forward(start, 0, given.channels(), height * width);
    scale(start, pyramid.coarseGain(from));
    double[] fine = decoding.refine(start, from, to, number);
    scale(fine, 1 / pyramid.coarseGain(to));
    return new FinerImage(model.pixelTransform(), coarse, fine, height, width, 1 << (to - from));
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** The level that completes images of that size, below the finest; empty if none does. */
  public static OptionalInt level(ModelSpec spec, ImageSet given) {
    return IntStream.range(0, spec.levels() - 1)
        .filter(level -> {
          int shift = spec.levels() - 1 - level;
          return given.channels() == spec.pyramid().channels()
              && given.height() == spec.pyramid().height() >> shift
              && given.width() == spec.pyramid().width() >> shift;
        })
        .findFirst();
  }

  private double[] forward(double[] pixels) {
    double[] result = pixels.clone();
    transform.forward(result, 0, channels, result.length / channels);
    return result;
  }

  private double[] inverse(double[] values) {
    double[] result = values.clone();
    transform.inverse(result, 0, channels, result.length / channels);
    return result;
  }

  /** Pixels before clipping and rounding; live. */
  public double[] unclipped() {
    return unclipped;
  }

  /** Pixels; live. */
  public byte[] pixels() {
    return rounded.pixels();
  }

  /** How many pixels lay outside [0,1). */
  public long clipped() {
    return clipped;
  }

  /** Of means of transformed pixels, in units of the transformed space. */
  public Errors transformed() {
    return transformed;
  }

  /** Of means of plain pixels in [0,1]. */
  public Errors plain() {
    return plain;
  }
}
