package rivulet.check.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.Images;
import rivulet.measure.SampleVariance;
import rivulet.parallel.ScalarSum;

/**
 * What one codec needs for images, in bits/dim: bits of whole files over the number of values.
 *
 * @param name of the codec: png, webp, jpeg_xl
 * @param missing why it could not be used, and how to get it; then all else is not a number
 * @param mosaic of all images in one picture
 * @param single mean of one file for each image
 * @param standardError of {@code single} over images; not a number for one image
 */
public record CodecBits(
    String name, Optional<String> missing, double mosaic, double single, double standardError) {

  /** Told how many of the files are done. */
  public interface Listener {
    void done(int files, int all);
  }

  /** How many of so many images are measured: whole rows of ten, at most a hundred. */
  public static int measured(int images) {
    return Picture.filling(images);
  }

  /**
   * What every known codec needs for the first {@link #measured} of these images.
   *
   * @param searchPath folders of programs, as in {@code PATH}
   * @throws IllegalStateException if a program that is there does not encode
   */
  public static List<CodecBits> of(Images images, String searchPath, Listener listener) {
    List<Codec> codecs = Codec.all(searchPath);
    int count = measured(images.count());
    int each = count + 1;
    List<CodecBits> found = new ArrayList<>();
    for (Codec codec : codecs) {
      int before = found.size() * each;
      Listener own = (files, _) -> listener.done(before + files, codecs.size() * each);
      found.add(codec.missing().isPresent() ? none(codec) : of(codec, images, count, own));
      own.done(each, each);
    }
    return found;
  }

  private static CodecBits none(Codec codec) {
    return new CodecBits(codec.name(), codec.missing(), Double.NaN, Double.NaN, Double.NaN);
  }

  private static CodecBits of(Codec codec, Images images, int count, Listener listener) {
    double mosaic = bits(codec, images, 0, count);
    double[] single = new double[count];
    for (int n = 0; n < count; n++) {
      single[n] = bits(codec, images, n, 1);
      listener.done(n + 1, count);
    }
    return new CodecBits(
        codec.name(),
        Optional.empty(),
        mosaic,
        ScalarSum.sum(single, count) / count,
        Math.sqrt(SampleVariance.of(single) / count));
  }

  private static double bits(Codec codec, Images images, int first, int count) {
    long bytes = 0;
    for (Picture picture : Picture.of(images, first, count)) {
      bytes += codec.bytes(picture);
    }
    return Byte.SIZE * (double) bytes / ((double) count * images.dimensions());
  }
}
