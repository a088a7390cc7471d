package rivulet.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rivulet.data.DataException;

/**
 * Header of an NPY file: magic, version, length, and a Python dictionary with the keys {@code
 * descr}, {@code fortran_order} and {@code shape}, in any order.
 */
record NpyHeader(String type, boolean fortranOrder, List<Long> shape) {
  /** The bound that NumPy itself sets. */
  private static final int MAX_LENGTH = 10_000;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(?<quote>['\"])(?<key>\\w+)\\k<quote>\\s*:\\s*"
              + "(?<value>'[^']*'|\"[^\"]*\"|True|False|\\([0-9,\\s]*\\))\\s*(,|(?=\\}))");
  private static final Pattern END = Pattern.compile("\\s*\\}\\s*");
  private static final Pattern SIZES = Pattern.compile("\\(\\s*(\\d+\\s*,\\s*)*(\\d+)?\\s*\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final List<String> KEYS = List.of("descr", "fortran_order", "shape");

  /** Digits of the largest size that any file could hold. */
  private static final int MOST_DIGITS = 18;

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
    Map<String, String> values = entries(file, text);
    for (String key : KEYS) {
      if (!values.containsKey(key)) {
        throw without(file, key);
      }
    }
    String type = values.get("descr");
    String order = values.get("fortran_order");
    if (!type.startsWith("'") && !type.startsWith("\"")) {
      throw without(file, "descr");
    }
    if (!order.equals("True") && !order.equals("False")) {
      throw without(file, "fortran_order");
    }
    return new NpyHeader(
        type.substring(1, type.length() - 1),
        order.equals("True"),
        shape(file, values.get("shape")));
  }

  /** What stands between the braces: each key once, nothing else. */
  private static Map<String, String> entries(String file, String text) {
    Map<String, String> values = new TreeMap<>();
    int at = text.startsWith("{") ? 1 : text.length();
    Matcher entry = ENTRY.matcher(text);
    while (entry.region(at, text.length()).lookingAt()) {
      if (values.put(entry.group("key"), entry.group("value")) != null) {
        throw new DataException(
            file + ": NPY header names '" + entry.group("key") + "' twice: save it again");
      }
      at = entry.end();
    }
    if (!END.matcher(text).region(at, text.length()).matches() || values.size() > KEYS.size()) {
      String missing =
          KEYS.stream().filter(key -> !values.containsKey(key)).findFirst().orElse("end");
      throw without(file, missing);
    }
    return values;
  }

  private static List<Long> shape(String file, String text) {
    Matcher whole = SIZES.matcher(text);
    boolean tuple = whole.matches() && (whole.group(1) != null || whole.group(2) == null);
    if (!tuple) {
      throw without(file, "shape");
    }
    List<Long> sizes = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      if (number.group().length() > MOST_DIGITS) {
        throw new DataException(
            file
                + ": NPY header says a size of "
                + number.group()
                + ", no file holds as much: the file is damaged, save it again");
      }
      sizes.add(Long.valueOf(number.group()));
    }
    return List.copyOf(sizes);
  }

  private static DataException without(String file, String key) {
    return new DataException(
        file
            + ": NPY header without a plain '"
            + key
            + "': one array of uint8 is expected, save it with numpy.save");
  }
}
