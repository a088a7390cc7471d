package rivulet.data.format;

import rivulet.data.ImageShape;

/**
 * What a picture's file says before any pixel is decoded.
 *
 * @param storedHeight rows as stored
 * @param storedWidth columns as stored
 * @param grey whether red, green and blue are the same everywhere by the kind of picture
 * @param orientation how the stored pixels are to be turned
 */
public record PictureHeader(
    int storedHeight, int storedWidth, boolean grey, Orientation orientation) {

  /** Rows once turned. */
  public int height() {
    return orientation.transposes() ? storedWidth : storedHeight;
  }

  /** Columns once turned. */
  public int width() {
    return orientation.transposes() ? storedHeight : storedWidth;
  }

  /** Whether it is to be turned or mirrored. */
  public boolean turns() {
    return orientation != Orientation.UPRIGHT;
  }

  public ImageShape shape(String file, int channels) {
    return ImageShape.of(file, channels, height(), width());
  }

  public String size() {
    return height() + "x" + width();
  }
}
