package rivulet.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import rivulet.flow.FlowModel;
import rivulet.store.ModelFile;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.train.RunDirectory;

/** {@code --model}: a model file, or the run directory that holds one. */
final class ModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE|RUN",
      description = "Model file, or the run directory that holds " + RunDirectory.MODEL + ".")
  private Path path;

  /**
   * Reads the complete model.
   *
   * @throws StoreException if there is none, it is damaged, or levels are missing
   */
  FlowModel read() {
    return stored().complete();
  }

  /** Reads what the file holds. */
  StoredModel stored() {
    return ModelFile.read(RunDirectory.model(path));
  }
}
