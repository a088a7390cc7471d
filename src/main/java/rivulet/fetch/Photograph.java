package rivulet.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A photograph of Debian's packages of backgrounds.
 *
 * @param file where it is
 * @param part train, val or test: a photograph is in one part with all that is cut from it
 * @param licence by its SPDX or Debian name
 */
record Photograph(SourceFile file, String part, String licence) {
  private static final String LIST = "photographs.txt";
  private static final Set<String> FREE = Set.of("CC-BY-4.0", "CC0-1.0");

  /** All of them, in the order of the sets. */
  static List<Photograph> all() {
    try (BufferedReader list =
        new BufferedReader(
            new InputStreamReader(
                Photograph.class.getResourceAsStream(LIST), StandardCharsets.UTF_8))) {
      return list.lines().map(Photograph::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(LIST, e);
    }
  }

  /** A line: SHA-256, part, licence, package, path. */
  private static Photograph parse(String line) {
    String[] words = line.split(" ", 5);
    return new Photograph(new SourceFile(words[0], words[3], words[4]), words[1], words[2]);
  }

  /** Whether models of it may be given away with a word of who made it. */
  boolean free() {
    return FREE.contains(licence);
  }
}
