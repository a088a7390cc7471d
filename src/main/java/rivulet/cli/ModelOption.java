package rivulet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import rivulet.flow.FlowModel;
import rivulet.store.ModelFile;
import rivulet.store.StoreException;

/** {@code --model}: a model file, or the run directory that holds one. */
final class ModelOption {
  static final String FILE_NAME = "model.safetensors";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE|RUN",
      description = "Model file, or the run directory that holds " + FILE_NAME + ".")
  private Path path;

  /**
   * Reads the complete model.
   *
   * @throws StoreException if there is none, it is damaged, or levels are missing
   */
  FlowModel read() {
    return ModelFile.read(file(path)).complete();
  }

  /** The model file of a run directory; any other path as it is. */
  static Path file(Path path) {
    return Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
  }
}
