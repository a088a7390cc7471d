package rivulet.flow.pretransform;

import java.util.SortedMap;

/**
 * A fixed invertible map of one level's data, measured once from the training set, that comes
 * before the CNF blocks (docs/mathematics.md, section 2). It works on each value by itself, the
 * same map for all pixels of a channel.
 *
 * <p>Data is planar: channel c of {@code pixels} values begins at {@code offset + c·pixels}. Both
 * directions work in place, allocate nothing and are safe to call from several threads on different
 * arrays.
 */
public sealed interface PreTransform permits Logit, Affine, Cdf {

  /** The name on the command line and in files. */
  String name();

  /**
   * Data to model space, in place.
   *
   * @param x modified: channels × pixels values from {@code offset}
   * @return ln |det| of the map, in nats, summed channel by channel in the order of the pixels
   * @throws IllegalArgumentException if the channels are not those of the fit, if the array is too
   *     short, or if a value lies outside the domain of the map
   */
  double forward(double[] x, int offset, int channels, int pixels);

  /** {@link #forward} where ln |det| is not asked for. */
  default void map(double[] x, int offset, int channels, int pixels) {
    forward(x, offset, channels, pixels);
  }

  /**
   * Model space to data, in place: the inverse of {@link #forward}.
   *
   * @param x modified: channels × pixels values from {@code offset}
   * @throws IllegalArgumentException as {@link #forward}
   */
  void inverse(double[] x, int offset, int channels, int pixels);

  /**
   * Turns the gradient of a function F by the mapped data into that of F + ln |det| by the data.
   *
   * @param x data before the map, channels × pixels values, not modified
   * @param gradient modified: as many values
   */
  void pullBack(double[] x, int channels, int pixels, double[] gradient);

  /** Whether the map is one of data with so many channels. */
  boolean fits(int channels);

  /**
   * What a model file must hold to rebuild the map, by name, empty if only the configuration
   * counts. The values are float32 and the map uses exactly these, so file and memory agree.
   */
  SortedMap<String, PreTransformArray> parameters();

  /** {@link #forward(double[], int, int, int)} from index 0. */
  default double forward(double[] x, int channels, int pixels) {
    return forward(x, 0, channels, pixels);
  }

  /** {@link #inverse(double[], int, int, int)} from index 0. */
  default void inverse(double[] x, int channels, int pixels) {
    inverse(x, 0, channels, pixels);
  }
}
