package rivulet.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture is to be turned before it is looked at: tag 0x0112 of EXIF (CIPA DC-008, section
 * 4.6.4), in the order of its values 1 to 8. A mirror goes from left to right and comes after the
 * transposition, a flip from top to bottom likewise.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  HALF_TURN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  QUARTER_TURN(true, true, false),
  TRANSVERSE(true, true, true),
  BACK_TURN(true, false, true);

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int MAGIC = 42;
  private static final int ENTRY_BYTES = 12;

  private final boolean transposes;
  private final boolean mirrors;
  private final boolean flips;

  Orientation(boolean transposes, boolean mirrors, boolean flips) {
    this.transposes = transposes;
    this.mirrors = mirrors;
    this.flips = flips;
  }

  /** Whether rows become columns. */
  boolean transposes() {
    return transposes;
  }

  /**
   * The orientation that EXIF data states: a TIFF file whose first directory may hold the tag. Data
   * that cannot be followed states none, as for every other reader.
   */
  static Orientation of(byte[] exif) {
    ByteBuffer tiff = ByteBuffer.wrap(exif);
    if (exif.length < 8 || exif[0] != exif[1] || (exif[0] != 'I' && exif[0] != 'M')) {
      return UPRIGHT;
    }
    tiff.order(exif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = tiff.getInt(4);
    if (tiff.getShort(2) != MAGIC || at < 0 || at > exif.length - 2) {
      return UPRIGHT;
    }
    int entries = Short.toUnsignedInt(tiff.getShort(at));
    for (int i = 0; i < entries; i++) {
      int entry = at + 2 + i * ENTRY_BYTES;
      if (entry > exif.length - ENTRY_BYTES) {
        return UPRIGHT;
      }
      if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == SHORT) {
        return numbered(Short.toUnsignedInt(tiff.getShort(entry + 8)));
      }
    }
    return UPRIGHT;
  }

  private static Orientation numbered(int value) {
    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
  }

  /**
   * Turns one plane.
   *
   * @param stored modified never; rows of {@code width} from {@code offset} on
   * @param turned as many values from {@code offset} on are set
   */
  void turn(byte[] stored, int height, int width, int offset, byte[] turned) {
    int rows = transposes ? width : height;
    int columns = transposes ? height : width;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int row = flips ? rows - 1 - y : y;
        int column = mirrors ? columns - 1 - x : x;
        int from = transposes ? column * width + row : row * width + column;
        turned[offset + y * columns + x] = stored[offset + from];
      }
    }
  }
}
