package rivulet.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rivulet.data.Sha256;
import rivulet.store.OutputFolder;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.TemporaryFolder;

/** Runs recorded runs again, each in a folder of its own that goes with its end. */
public final class DigestRunner {
  private final Path home;
  private final Program program;

  /** The program itself, whose commands are run. */
  @FunctionalInterface
  public interface Program {
    /**
     * Runs one command.
     *
     * @return what it printed on standard output
     * @throws RuntimeException if it fails; the message says how
     */
    String run(List<String> words);
  }

  /**
   * @param home folder that holds {@code testdata}
   */
  public DigestRunner(Path home, Program program) {
    this.home = home;
    this.program = program;
  }

  /**
   * What the run comes to now.
   *
   * @throws RuntimeException if one of its commands fails
   */
  public RunDigests run(RecordedRun run) {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-digests")) {
      Path work = folder.path();
      Path files = work.resolve("out");
      OutputFolder.create(files);
      RunOutputs outputs = new RunOutputs();
      for (String command : run.commands()) {
        outputs.add(program.run(RecordedRun.words(command, home, work)));
      }
      outputs.addFiles(files);
      return new RunDigests(
          model(work.resolve("initial")), model(work.resolve("run")), outputs.digest());
    } catch (IOException e) {
      throw new StoreException("digests: outputs cannot be read: " + e.getMessage(), e);
    }
  }

  /** Of the whole file: its metadata say what determined the model, and nothing else. */
  private static String model(Path folder) {
    Path file = folder.resolve(RunDirectory.MODEL);
    return Files.exists(file) ? Sha256.ofFile(file) : "";
  }
}
