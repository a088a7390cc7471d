package rivulet.fetch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import rivulet.data.DataException;
import rivulet.store.OutputFolder;

/**
 * Packages of Debian, fetched by its own tools, which check their signatures, and unpacked without
 * being installed.
 *
 * @param searchPath folders of programs, as in {@code PATH}
 */
record DebianPackages(String searchPath) {
  private static final String APT = "apt-get";
  private static final String DPKG = "dpkg";

  /**
   * Fetches and unpacks.
   *
   * @param work an empty folder
   * @return the root of what they hold
   * @throws DataException if the tools are missing or do not succeed
   */
  Path unpacked(List<String> packages, Path work) {
    Path apt = program(APT, packages);
    Path dpkg = program(DPKG, packages);
    List<String> download = new ArrayList<>(List.of(apt.toString(), "download"));
    download.addAll(packages);
    run(APT, download, work, packages);
    Path root = work.resolve("root");
    OutputFolder.create(root);
    for (Path file : files(work)) {
      run(DPKG, List.of(dpkg.toString(), "-x", file.toString(), root.toString()), work, packages);
    }
    return root;
  }

  private Path program(String name, List<String> packages) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> new File(folder, name).toPath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(() ->
            new DataException(
                name
                    + ": not on this system, the set is made of Debian's "
                    + String.join(", ", packages)
                    + ": fetch it on Debian or one of its kin and bring the files"));
  }

  private static List<Path> files(Path work) {
    try (Stream<Path> found = Files.list(work)) {
      return found.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String name, List<String> line, Path work, List<String> packages) {
    Path said = work.resolve("said");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        if (process.waitFor() != 0) {
          String text = Files.readString(said, StandardCharsets.ISO_8859_1).strip();
          throw new DataException(
              name
                  + ": could not fetch "
                  + String.join(", ", packages)
                  + " ("
                  + text.lines().reduce((_, last) -> last).orElse("no word")
                  + "): try `apt-get update`, or look at the network and the space under "
                  + work.getParent());
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new DataException(name + ": cannot be run (" + e.getMessage() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(name + ": interrupted", e);
    }
  }
}
