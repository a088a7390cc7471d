package rivulet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names of files, for people and for order. */
public final class FileNames {
  private static final int HEX = 16;

  private FileNames() {}

  /** The last word of a path, also of {@code .} and of a root, which have none of their own. */
  public static String last(Path path) {
    Path word = path.toAbsolutePath().normalize().getFileName();
    return word == null ? path.toString() : word.toString();
  }

  /**
   * The last word of a path as the file system holds it, one character (0 to 255) per byte: Java
   * decodes names by the locale, and what that cannot hold would be lost. Compared as text, such
   * names are in the order of their bytes.
   */
  static String bytes(Path path) {
    String escaped = path.toUri().getRawPath();
    int end = escaped.endsWith("/") ? escaped.length() - 1 : escaped.length();
    int from = escaped.lastIndexOf('/', end - 1) + 1;
    StringBuilder bytes = new StringBuilder();
    for (int i = from; i < end; i++) {
      if (escaped.charAt(i) == '%') {
        bytes.append((char) Integer.parseInt(escaped, i + 1, i + 3, HEX));
        i += 2;
      } else {
        bytes.append(escaped.charAt(i));
      }
    }
    return bytes.toString();
  }

  /**
   * The text that such bytes are in UTF-8.
   *
   * @throws DataException if they are none; {@code folder} is where the name was found
   */
  static String text(Path folder, String bytes) {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      String shown = new String(raw, StandardCharsets.UTF_8);
      throw new DataException(
          folder + ": the name '" + shown + "' in it is no UTF-8: rename it", e);
    }
  }

  /**
   * Whether a file lies there that can be read.
   *
   * @throws DataException if a link lies there that leads nowhere
   */
  public static boolean present(Path file) {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw brokenLink(file);
    }
    return Files.isRegularFile(file);
  }

  public static DataException brokenLink(Path link) {
    return new DataException(
        link + ": is a link to " + target(link) + ", which is not there: mend or remove the link");
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
