package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as programs of other numerics versions would have written them. */
public final class FileVersion {
  private static final String VERSION = "\"numerics\":\"" + ModelFile.NUMERICS + "\"";

  private FileVersion() {}

  /**
   * Writes what {@code from} holds, with another version of one digit.
   *
   * @param into may be {@code from}
   */
  public static Path write(Path from, String number, Path into) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(VERSION);
    assertTrue(at > 0, from + " names no version " + ModelFile.NUMERICS);
    bytes[at + VERSION.length() - 2] = (byte) number.charAt(0);
    return Files.write(into, bytes);
  }
}
