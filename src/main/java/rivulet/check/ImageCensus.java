package rivulet.check;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.Images;
import rivulet.data.ImageSet;
import rivulet.data.Sha256;

/**
 * What is in a set of images, counted in one pass: what should be known before anything is trained
 * on it. Memory: 32 bytes and some for each image.
 */
public final class ImageCensus {
  private static final int VALUES = 256;

  private final long[][] histogram;
  private final double[] mean;
  private final List<Integer> constant = new ArrayList<>();
  private final List<Duplicate> duplicates = new ArrayList<>();
  private final SortedMap<Integer, Long> labels = new TreeMap<>();

  /** An image that is equal to an earlier one, byte for byte; places in the set. */
  public record Duplicate(int image, int first) {}

  private ImageCensus(Images images) {
    histogram = new long[images.channels()][VALUES];
    mean = new double[images.dimensions()];
  }

  /** Reads all images once. */
  public static ImageCensus of(Images images) {
    ImageCensus census = new ImageCensus(images);
    ImageSet set = images.set();
    byte[] image = new byte[set.imageBytes()];
    long[] sums = new long[image.length];
    Map<ByteBuffer, Integer> seen = new HashMap<>();
    MessageDigest digest = Sha256.newDigest();
    for (int n = 0; n < images.count(); n++) {
      set.read(n, image);
      census.count(n, image, sums);
      Integer first = seen.putIfAbsent(ByteBuffer.wrap(digest.digest(image)), n);
      if (first != null) {
        census.duplicates.add(new Duplicate(n, first));
      }
      set.label(n).ifPresent(label -> census.labels.merge(label, 1L, Long::sum));
    }
    for (int i = 0; i < sums.length; i++) {
      census.mean[i] = (double) sums[i] / images.count();
    }
    return census;
  }

  private void count(int n, byte[] image, long[] sums) {
    int plane = image.length / histogram.length;
    boolean flat = true;
    for (int i = 0; i < image.length; i++) {
      int value = Byte.toUnsignedInt(image[i]);
      histogram[i / plane][value]++;
      sums[i] += value;
      flat &= image[i] == image[i - i % plane];
    }
    if (flat) {
      constant.add(n);
    }
  }

  /** How often each value occurs in a channel, or in all of them. */
  public long[] histogram(int channel) {
    return histogram[channel].clone();
  }

  /** How often each value occurs. */
  public long[] histogram() {
    long[] all = new long[VALUES];
    for (long[] channel : histogram) {
      for (int value = 0; value < VALUES; value++) {
        all[value] += channel[value];
      }
    }
    return all;
  }

  /** Channels of the images. */
  public int channels() {
    return histogram.length;
  }

  /** Mean of a channel's values, 0 to 255. */
  public double mean(int channel) {
    return moment(channel, 0, 1);
  }

  /** Deviation of a channel's values, as of a population. */
  public double deviation(int channel) {
    return Math.sqrt(moment(channel, mean(channel), 2));
  }

  private double moment(int channel, double about, int power) {
    double sum = 0;
    long count = 0;
    for (int value = 0; value < VALUES; value++) {
      double gap = value - about;
      sum += histogram[channel][value] * (power == 1 ? gap : gap * gap);
      count += histogram[channel][value];
    }
    return sum / count;
  }

  /** Mean of all images, 0 to 255, planar. */
  public double[] meanImage() {
    return mean.clone();
  }

  /** Images whose channels have one value each; places in the set. */
  public List<Integer> constant() {
    return List.copyOf(constant);
  }

  /** Images that are equal to an earlier one. */
  public List<Duplicate> duplicates() {
    return List.copyOf(duplicates);
  }

  /** How many images have each label, where images have labels. */
  public SortedMap<Integer, Long> labels() {
    return new TreeMap<>(labels);
  }
}
