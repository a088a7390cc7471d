package rivulet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rivulet.autodiff.ShapedField;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;

/** Where models come from: files, folders of runs, the jar. */
final class ModelSource {
  private static final String FOLDER = "/rivulet/models/";
  private static final String ENDING = ".safetensors";

  private ModelSource() {}

  /**
   * Reads a file or folder, or without one the bundled model of that name.
   *
   * @param own fields by users, which the levels may have
   */
  static StoredModel read(String name, List<ShapedField> own) {
    Path path = Path.of(name);
    if (Files.exists(path) || path.getNameCount() > 1) {
      return ModelFile.read(RunDirectory.model(path), own);
    }
    try (InputStream bundled = Model.class.getResourceAsStream(FOLDER + name + ENDING)) {
      if (bundled == null) {
        throw new StoreException(
            name + ": no such file or run, and no model of that name comes with the program");
      }
      return ModelFile.read(bundled);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be read (" + e + ")", e);
    }
  }
}
