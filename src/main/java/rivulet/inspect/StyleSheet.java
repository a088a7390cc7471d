package rivulet.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The look of a page: {@code style.css}, which the local pages of {@code rivulet.web} have too. */
final class StyleSheet {
  /** Holds no characters that XML would have to escape. */
  static final String TEXT = read();

  private StyleSheet() {}

  private static String read() {
    try (InputStream in = StyleSheet.class.getResourceAsStream("style.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report: style.css cannot be read (" + e + ")", e);
    }
  }
}
