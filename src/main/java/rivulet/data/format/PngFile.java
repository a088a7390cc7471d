package rivulet.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The chunks of a PNG file (W3C, third edition), checked: Java's decoder believes a damaged palette
 * and pictures of which the end is missing.
 */
final class PngFile {
  private static final int SIGNATURE_BYTES = 8;

  /** Length, name and checksum. */
  private static final int CHUNK_BYTES = 12;

  private static final int HEADER_BYTES = 13;
  private static final int PALETTE_COLOURS = 3;

  /** First column and row, and steps between them, of the seven passes of an interlaced file. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final ByteBuffer file;
  private final Inflater inflater = new Inflater();
  private final CRC32 crc = new CRC32();
  private int width;
  private int height;
  private int depth;
  private int colours;
  private boolean interlaced;
  private boolean greyPalette = true;
  private int paletteEntries;
  private byte[] transparent = {};
  private long pixelBytes;
  private Orientation orientation = Orientation.UPRIGHT;

  private PngFile(byte[] file) {
    this.file = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
  }

  /**
   * Checks a whole file.
   *
   * @throws IOException saying what is damaged
   */
  static PngFile of(byte[] file) throws IOException {
    PngFile png = new PngFile(file);
    try {
      while (!png.chunk().equals("IEND")) {
        // every chunk is looked at in turn
      }
      png.checkPixels();
    } finally {
      png.inflater.end();
    }
    return png;
  }

  PictureHeader header() {
    boolean grey = colours == PALETTE_COLOURS ? greyPalette : (colours & 2) == 0;
    return new PictureHeader(height, width, grey, orientation);
  }

  /** Bits of a sample. */
  int depth() {
    return depth;
  }

  /**
   * The grey, 0 to 255, that a file of less than 8 bits declares transparent: Java's decoder looks
   * for it among the wrong values.
   */
  OptionalInt transparentGrey() {
    if (colours != 0 || depth >= 8 || transparent.length != 2) {
      return OptionalInt.empty();
    }
    int most = (1 << depth) - 1;
    return OptionalInt.of((transparent[1] & most) * 255 / most);
  }

  /** Colours of the palette; 0 without one. */
  int paletteEntries() {
    return paletteEntries;
  }

  private String chunk() throws IOException {
    if (file.remaining() < CHUNK_BYTES) {
      throw new IOException("it ends before its end chunk");
    }
    boolean first = file.position() == SIGNATURE_BYTES;
    int length = file.getInt();
    byte[] name = new byte[4];
    file.get(name);
    String type = new String(name, StandardCharsets.ISO_8859_1);
    if (length < 0 || length > file.remaining() - 4) {
      throw new IOException("chunk " + type + " is cut short");
    }
    byte[] content = new byte[length];
    file.get(content);
    crc.reset();
    crc.update(name);
    crc.update(content);
    if ((int) crc.getValue() != file.getInt()) {
      throw new IOException("checksum of chunk " + type + " is wrong");
    }
    if (first != type.equals("IHDR")) {
      throw new IOException("chunk " + type + (first ? " is first" : " comes again"));
    }
    take(type, content);
    return type;
  }

  private void take(String type, byte[] content) throws IOException {
    switch (type) {
      case "IHDR" -> start(content);
      case "PLTE" -> {
        greyPalette = isGrey(content);
        paletteEntries = content.length / 3;
      }
      case "tRNS" -> transparent = content;
      case "eXIf" -> orientation = Orientation.of(content);
      case "IDAT" -> inflate(content);
      case "IEND" -> {
        // checked when all is read
      }
      default -> {
        if (Character.isUpperCase(type.charAt(0))) {
          throw new IOException("chunk " + type + " is not known and must not be left out");
        }
      }
    }
  }

  private void start(byte[] content) throws IOException {
    if (content.length != HEADER_BYTES) {
      throw new IOException("header of " + content.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    width = header.getInt();
    height = header.getInt();
    depth = header.get();
    colours = header.get();
    interlaced = content[HEADER_BYTES - 1] != 0;
  }

  private static boolean isGrey(byte[] palette) {
    for (int i = 0; i + 2 < palette.length; i += 3) {
      if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) {
        return false;
      }
    }
    return true;
  }

  private void inflate(byte[] content) throws IOException {
    byte[] rows = new byte[1 << 13];
    inflater.setInput(content);
    try {
      for (int n = inflater.inflate(rows); n > 0; n = inflater.inflate(rows)) {
        pixelBytes += n;
      }
    } catch (DataFormatException e) {
      throw new IOException("pixels are not compressed as they should be", e);
    }
  }

  private void checkPixels() throws IOException {
    long wanted = 0;
    for (int[] pass : interlaced ? PASSES : ONE_PASS) {
      long columns = Math.ceilDiv(Math.max(0L, width - pass[0]), pass[2]);
      long rows = Math.ceilDiv(Math.max(0L, height - pass[1]), pass[3]);
      wanted += columns == 0 ? 0 : rows * (1 + Math.ceilDiv(columns * bitsPerPixel(), 8L));
    }
    if (!inflater.finished()) {
      throw new IOException("pixels are cut short");
    }
    if (pixelBytes < wanted) {
      throw new IOException("pixels of " + wanted + " bytes expected, found " + pixelBytes);
    }
  }

  private int bitsPerPixel() {
    int samples =
        switch (colours) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    return samples * depth;
  }
}
