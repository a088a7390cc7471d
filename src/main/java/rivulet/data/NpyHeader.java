package rivulet.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Header of an NPY file: magic, version, length, and a Python dictionary with the keys {@code
 * descr}, {@code fortran_order} and {@code shape}, in any order.
 */
record NpyHeader(String type, boolean fortranOrder, List<Long> shape) {
  /** The bound that NumPy itself sets. */
  private static final int MAX_LENGTH = 10_000;

  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  static NpyHeader read(ByteReader in) {
    byte[] magic = in.header(8, "an NPY header");
    if (!"\u0093NUMPY".equals(new String(magic, 0, 6, StandardCharsets.ISO_8859_1))) {
      throw new DataException(
          in.name() + ": not an NPY file: it should begin with 93 'NUMPY': give another file");
    }
    int version = magic[6];
    if (version < 1 || version > 3) {
      throw new DataException(
          in.name() + ": NPY versions 1 to 3 are read, file has " + version + ": save it again");
    }
    String text = new String(in.header(length(in, version), "its header"), StandardCharsets.UTF_8);
    return parse(in.name(), text);
  }

  private static int length(ByteReader in, int version) {
    int width = version == 1 ? 2 : 4;
    ByteBuffer bytes =
        ByteBuffer.wrap(in.header(width, "an NPY header")).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        width == 2
            ? Short.toUnsignedLong(bytes.getShort())
            : Integer.toUnsignedLong(bytes.getInt());
    if (length > MAX_LENGTH) {
      throw new DataException(
          in.name()
              + ": NPY header of "
              + length
              + " bytes, at most "
              + MAX_LENGTH
              + " are read: the file is damaged, save it again");
    }
    return (int) length;
  }

  private static NpyHeader parse(String file, String text) {
    String type = field(file, text, TYPE, "descr");
    boolean fortran = field(file, text, ORDER, "fortran_order").equals("True");
    List<Long> shape = new ArrayList<>();
    String dimensions = field(file, text, SHAPE, "shape");
    Matcher number = NUMBER.matcher(dimensions);
    while (number.find()) {
      shape.add(Long.valueOf(number.group()));
    }
    return new NpyHeader(type, fortran, List.copyOf(shape));
  }

  private static String field(String file, String text, Pattern pattern, String key) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new DataException(
          file
              + ": NPY header without a plain '"
              + key
              + "': one array of uint8 is expected, save it with numpy.save");
    }
    return matcher.group(1);
  }
}
