package rivulet.check.codec;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import rivulet.store.TemporaryFolder;

/** A codec that is a program of its own: it is given a PNG file and writes another file. */
final class Program implements Codec {
  private static final long SECONDS = 300;

  /** Stand for the files in the options. */
  static final String IN = "<in>";

  static final String OUT = "<out>";

  private final String name;
  private final String program;
  private final String ending;
  private final String debian;
  private final Optional<Path> file;
  private final List<String> options;

  private Program(
      String name,
      String program,
      String ending,
      String debian,
      String searchPath,
      String... options) {
    this.name = name;
    this.program = program;
    this.ending = ending;
    this.debian = debian;
    this.file = find(program, searchPath);
    this.options = List.of(options);
  }

  /** WebP without loss, at its slowest. */
  static Program webp(String searchPath) {
    return new Program(
        "webp",
        "cwebp",
        "webp",
        "webp",
        searchPath,
        "-quiet",
        "-lossless",
        "-z",
        "9",
        IN,
        "-o",
        OUT);
  }

  /** JPEG XL without loss, at its slowest but for experiments. */
  static Program jpegXl(String searchPath) {
    return new Program(
        "jpeg_xl", "cjxl", "jxl", "libjxl-tools", searchPath, "-d", "0", "-e", "9", IN, OUT);
  }

  private static Optional<Path> find(String program, String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> path(folder, program).stream())
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  private static Optional<Path> path(String folder, String program) {
    try {
      return Optional.of(Path.of(folder, program));
    } catch (InvalidPathException e) {
      return Optional.empty(); // an entry that is no folder holds no program
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> missing() {
    return file.isPresent()
        ? Optional.empty()
        : Optional.of("no " + program + " on the PATH; Debian: apt install " + debian);
  }

  @Override
  public long bytes(Picture picture) {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-codec")) {
      Path from = folder.write("picture.png", picture.png());
      Path to = folder.path().resolve("picture." + ending);
      run(line(from, to), folder.path().resolve("said"));
      return Files.size(to);
    } catch (IOException e) {
      throw new IllegalStateException("codecs: " + program + " cannot be used (" + e + ")", e);
    }
  }

  private List<String> line(Path from, Path to) {
    List<String> line = new ArrayList<>(List.of(file.orElseThrow().toString()));
    for (String option : options) {
      line.add(option.equals(IN) ? from.toString() : option.equals(OUT) ? to.toString() : option);
    }
    return line;
  }

  private void run(List<String> line, Path said) throws IOException {
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("codecs: " + program + " took more than " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("codecs: interrupted while " + program + " ran", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      String text = Files.readString(said, StandardCharsets.ISO_8859_1).strip();
      throw new IllegalStateException(
          "codecs: "
              + program
              + " ended with "
              + process.exitValue()
              + ": "
              + text.lines().findFirst().orElse("no word"));
    }
  }
}
