package rivulet.data;

/** How the four dimensions of an image array are to be read. */
public enum NpyLayout {
  /** Images, channels, rows, columns. */
  NCHW,
  /** Images, rows, columns, channels. */
  NHWC,
  /** The one of the two readings that has 1 or 3 channels; an error if both or neither have. */
  AUTO
}
