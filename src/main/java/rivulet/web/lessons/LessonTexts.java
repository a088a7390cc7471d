package rivulet.web.lessons;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.web.Asset;

/**
 * The texts of the lessons and the scripts that they run.
 *
 * @param folder that holds them; empty: they come from the jar
 */
record LessonTexts(Optional<Path> folder) {
  /** The list of the lessons. */
  static final String LIST = "README";

  /** Lessons by their files' names, in their order. */
  static final List<String> LESSONS =
      List.of(
          "1-change-of-variables",
          "2-trace",
          "3-divergence",
          "4-wavelet",
          "5-adjoints",
          "6-tolerance",
          "7-objectives",
          "8-dequantisation",
          "9-wrong-likelihoods");

  private static final List<String> SCRIPTS =
      List.of("1-change-of-variables", "2-trace", "4-wavelet", "5-adjoints");

  private static final String JAR = "/rivulet/lessons/";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** Their files, by their names. */
  List<Asset> assets() {
    List<Asset> all = new ArrayList<>();
    all.add(asset(LIST + ".md"));
    LESSONS.forEach(name -> all.add(asset(name + ".md")));
    SCRIPTS.forEach(name -> all.add(asset(name + ".jsh")));
    return all;
  }

  private Asset asset(String name) {
    return new Asset(name, TEXT, read(name));
  }

  private byte[] read(String name) {
    try {
      if (folder.isPresent()) {
        return Files.readAllBytes(folder.get().resolve(name));
      }
      try (InputStream in = LessonTexts.class.getResourceAsStream(JAR + name)) {
        return in == null ? missing(name) : in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("lessons: " + name + " cannot be read (" + e + ")", e);
    }
  }

  /** The pages are worth having without them. */
  private static byte[] missing(String name) {
    String line = "# " + name + "\n\nThis build of the program came without its lessons.\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
