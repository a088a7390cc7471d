package rivulet.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.Model;
import rivulet.Run;
import rivulet.store.StoreException;

/** {@code --model}: a model file, the run directory that holds one, or a bundled model. */
public final class ModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE|RUN|NAME",
      description = {
        "Model file, the run directory that holds " + Run.MODEL + ", or a model that",
        "comes with the program: " + BundledModels.NAMES + "."
      })
  private Path path;

  /**
   * Opens the model.
   *
   * @throws StoreException if there is none, it is damaged, or levels are missing
   */
  public Model open() {
    return Model.open(file(path));
  }

  /** Its file. */
  public Path file() {
    return file(path);
  }

  /** What it was called. */
  public String name() {
    return path.toString();
  }

  /** The file that a path or name of a model means. */
  public static Path file(Path model) {
    Optional<Path> bundled = BundledModels.named(model);
    if (bundled.isEmpty() && Files.notExists(model) && model.getNameCount() == 1) {
      throw new StoreException(
          model
              + ": no such file or run; the models that come with the program are "
              + BundledModels.NAMES);
    }
    return bundled.orElse(Run.modelFile(model));
  }
}
