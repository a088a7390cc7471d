package rivulet.data.format;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The marker segments of a JPEG file (ITU-T T.81, annex B) that say what its samples mean. Java's
 * decoder guesses colours from other signs than the IJG's library, on which all others rest,
 * applies some colour profiles, and leaves four components to its caller.
 */
final class JpegFile {
  private static final int START_OF_FRAME = 0xc0;
  private static final int LAST_FRAME = 0xcf;
  private static final int END = 0xd9;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int TRANSFORM_AT = 11;

  private final ByteBuffer file;
  private int precision;
  private int height;
  private int width;
  private String components = "";
  private boolean jfif;
  private Optional<Integer> adobeTransform = Optional.empty();
  private Optional<Orientation> orientation = Optional.empty();

  private JpegFile(byte[] file) {
    this.file = ByteBuffer.wrap(file).position(2);
  }

  /**
   * Reads every segment up to the end marker.
   *
   * @throws IOException saying what is damaged
   */
  static JpegFile of(byte[] file) throws IOException {
    JpegFile jpeg = new JpegFile(file);
    try {
      for (int marker = jpeg.marker(); marker != END; marker = jpeg.marker()) {
        jpeg.segment(marker);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("it ends before its end marker", e);
    }
    if (jpeg.components.isEmpty()) {
      throw new IOException("it holds no frame");
    }
    return jpeg;
  }

  /** Goes on behind the next marker that is none of restart, stuffing or fill; its second byte. */
  private int marker() {
    while (true) {
      if (next() == 0xff) {
        int second = next();
        while (second == 0xff) {
          second = next();
        }
        boolean standsAlone = second <= 1 || (second >= 0xd0 && second <= 0xd8);
        if (!standsAlone) {
          return second;
        }
      }
    }
  }

  private int next() {
    return Byte.toUnsignedInt(file.get());
  }

  private void segment(int marker) {
    byte[] content = new byte[Math.max(0, Short.toUnsignedInt(file.getShort()) - 2)];
    file.get(content);
    boolean tables = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    if (marker >= START_OF_FRAME && marker <= LAST_FRAME && !tables) {
      frame(ByteBuffer.wrap(content));
    } else if (marker == APP0) {
      jfif |= starts(content, "JFIF\0");
    } else if (marker == APP1 && starts(content, "Exif\0\0") && orientation.isEmpty()) {
      orientation = Optional.of(Orientation.of(tail(content, 6)));
    } else if (marker == APP14 && starts(content, "Adobe") && content.length > TRANSFORM_AT) {
      adobeTransform = Optional.of(Byte.toUnsignedInt(content[TRANSFORM_AT]));
    }
  }

  private static boolean starts(byte[] content, String with) {
    int length = Math.min(content.length, with.length());
    return new String(content, 0, length, StandardCharsets.ISO_8859_1).equals(with);
  }

  private static byte[] tail(byte[] content, int from) {
    return Arrays.copyOfRange(content, from, content.length);
  }

  private void frame(ByteBuffer frame) {
    precision = Byte.toUnsignedInt(frame.get());
    height = Short.toUnsignedInt(frame.getShort());
    width = Short.toUnsignedInt(frame.getShort());
    int count = Byte.toUnsignedInt(frame.get());
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < count; i++) {
      ids.append((char) Byte.toUnsignedInt(frame.get(frame.position() + 3 * i)));
    }
    components = ids.toString();
  }

  PictureHeader header() {
    boolean grey = components.length() == 1;
    return new PictureHeader(height, width, grey, orientation.orElse(Orientation.UPRIGHT));
  }

  /** Bits of a sample. */
  int precision() {
    return precision;
  }

  /**
   * What the components are, by the rules of the IJG's library.
   *
   * @return empty if the file does not say
   */
  Optional<JpegColours> colours() {
    return switch (components.length()) {
      case 1 -> Optional.of(JpegColours.GREY);
      case 3 -> Optional.of(threeComponents());
      case 4 ->
          adobeTransform.map(transform -> transform == 2 ? JpegColours.YCCK : JpegColours.CMYK);
      default -> Optional.empty();
    };
  }

  private JpegColours threeComponents() {
    boolean rgb =
        !jfif
            && (adobeTransform.isPresent() ? adobeTransform.get() == 0 : components.equals("RGB"));
    return rgb ? JpegColours.RGB : JpegColours.YCBCR;
  }

  /** Number of components. */
  int components() {
    return components.length();
  }
}
