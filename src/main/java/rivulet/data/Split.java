package rivulet.data;

import java.util.Arrays;

/**
 * A reproducible division of a set into training and validation images: a pure function of the seed
 * and of each image's original index. Images are ordered by
 *
 * <pre>
 * key = mix(seed' ^ originalIndex · 0x9E3779B97F4A7C15),  seed' = mix(seed + 0x9E3779B97F4A7C15)
 * </pre>
 *
 * as signed 64-bit numbers, where mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014;
 * Stafford's variant 13); the first go to validation. So a larger validation part contains a
 * smaller one of the same seed, and the split does not depend on the order of images in a view.
 * Both parts keep the order of the set.
 */
public final class Split {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long[] train;
  private final long[] validation;

  private Split(long[] train, long[] validation) {
    this.train = train;
    this.validation = validation;
  }

  /**
   * Splits off {@code validationCount} images.
   *
   * @param validationCount 1 to count − 1
   * @throws IllegalArgumentException if a part would be empty, or the set too large to be split
   */
  public static Split of(ImageSet images, long validationCount, long seed) {
    long count = images.count();
    if (validationCount < 1 || validationCount >= count || count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          images.name()
              + ": "
              + validationCount
              + " validation images asked of "
              + count
              + ": both parts need at least one");
    }
    long[] keys = new long[(int) count];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(seed, images.originalIndex(i));
    }
    return partition(keys, (int) validationCount);
  }

  private static Split partition(long[] keys, int validationCount) {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    long last = sorted[validationCount - 1];
    // Keys are distinct unless a view holds an image twice; then the earlier copies come first.
    int below = 0;
    while (sorted[below] < last) {
      below++;
    }
    int copies = validationCount - below;
    long[] train = new long[keys.length - validationCount];
    long[] validation = new long[validationCount];
    int t = 0;
    int v = 0;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] < last || (keys[i] == last && copies-- > 0)) {
        validation[v++] = i;
      } else {
        train[t++] = i;
      }
    }
    return new Split(train, validation);
  }

  static long key(long seed, long originalIndex) {
    return mix(mix(seed + GOLDEN_GAMMA) ^ (originalIndex * GOLDEN_GAMMA));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** Positions of the training images, ascending; for {@link ImageSet#select}. */
  public long[] train() {
    return train.clone();
  }

  /** Positions of the validation images, ascending; for {@link ImageSet#select}. */
  public long[] validation() {
    return validation.clone();
  }
}
