package rivulet.inspect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A PNG picture, shown with square pixels and embedded in the page.
 *
 * @param png the encoded bytes; copied
 * @param alternative what it shows, for those who do not see it
 * @param caption printed below; may be empty
 * @param scale side of the square that one of its pixels becomes where there is room, 1 to 64
 */
public record Picture(byte[] png, String alternative, String caption, int scale) implements Block {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int WIDTH_AT = 16;
  private static final int HEADER_BYTES = 24;
  private static final int LARGEST_SCALE = 64;

  /** Checks the signature and the texts. */
  public Picture {
    Require.present("picture", "png", png);
    Require.text("picture", "alternative", alternative);
    Require.present("picture", "caption", caption);
    if (png.length < HEADER_BYTES
        || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new IllegalArgumentException(
          "picture '" + alternative + "': " + png.length + " bytes that are no PNG file");
    }
    if (scale < 1 || scale > LARGEST_SCALE) {
      throw new IllegalArgumentException(
          "picture '" + alternative + "': scale must lie in 1..64, found " + scale);
    }
    png = png.clone();
  }

  /** A copy of the encoded bytes. */
  @Override
  public byte[] png() {
    return png.clone();
  }

  /** Pixels across, as the file's header says. */
  public int width() {
    return ByteBuffer.wrap(png).getInt(WIDTH_AT);
  }

  /** Pixels down, as the file's header says. */
  public int height() {
    return ByteBuffer.wrap(png).getInt(WIDTH_AT + 4);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && Arrays.equals(png, that.png)
        && alternative.equals(that.alternative)
        && caption.equals(that.caption)
        && scale == that.scale;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(png) + alternative.hashCode();
  }

  @Override
  public String toString() {
    return "Picture[" + alternative + ", " + width() + "x" + height() + "]";
  }
}
