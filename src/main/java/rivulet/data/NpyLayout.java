package rivulet.data;

import java.util.List;

/** How the dimensions of an array of images, IDX or NPY, are to be read. */
public enum NpyLayout {
  /** Images, channels, rows, columns. */
  NCHW,
  /** Images, rows, columns, channels. */
  NHWC,
  /** The one of the two readings that has 1 or 3 channels; an error if both or neither have. */
  AUTO;

  /**
   * Shape of an image in an array of three dimensions, which are grey images, or of four.
   *
   * @param file for messages
   * @throws DataException if it cannot be told, or no image may have that shape
   */
  public ImageShape shape(String file, List<Long> sizes) {
    if (sizes.size() == 3) {
      return ImageShape.of(file, 1, sizes.get(1), sizes.get(2));
    }
    return interleaved(file, sizes)
        ? ImageShape.of(file, sizes.get(3), sizes.get(1), sizes.get(2))
        : ImageShape.of(file, sizes.get(1), sizes.get(2), sizes.get(3));
  }

  /** Whether the channels of a pixel lie together. */
  public boolean interleaved(String file, List<Long> sizes) {
    if (sizes.size() == 3 || this != AUTO) {
      return sizes.size() == 4 && this == NHWC;
    }
    boolean first = isUsual(sizes.get(1));
    boolean last = isUsual(sizes.get(3));
    if (first == last) {
      throw new DataException(
          file
              + ": array of shape "
              + sizes
              + " can be read as NCHW or as NHWC with "
              + (first ? "a usual number of channels both ways" : "neither 1 nor 3 channels")
              + ": say which with the layout option (NCHW or NHWC)");
    }
    return last;
  }

  /**
   * Refuses three dimensions that look like rows, columns and channels of one image, unless it is
   * said how arrays are to be read.
   */
  public void requireGrey(String file, List<Long> sizes) {
    long last = sizes.getLast();
    boolean one = isUsual(last) && sizes.get(0) > last && sizes.get(1) > last;
    if (this == AUTO && sizes.size() == 3 && one) {
      throw new DataException(
          file
              + ": array of shape "
              + sizes
              + " can be read as one image with its channels last or as grey images of "
              + sizes.get(1)
              + "x"
              + sizes.get(2)
              + ": save array[numpy.newaxis] for the one, say NHWC with the layout option for the"
              + " others");
    }
  }

  private static boolean isUsual(long channels) {
    return channels == 1 || channels == 3;
  }
}
