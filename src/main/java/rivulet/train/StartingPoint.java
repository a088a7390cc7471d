package rivulet.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import rivulet.autodiff.ShapedField;
import rivulet.data.Sha256;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;

/**
 * A trained model whose weights, pre-transforms and noise a new run begins with.
 *
 * @param model the model, with all levels
 * @param sha256 digest of its file, which becomes part of the new run's configuration
 */
public record StartingPoint(StoredModel model, String sha256) {
  public StartingPoint {
    Objects.requireNonNull(sha256, "sha256");
    model.complete();
  }

  /**
   * Reads one.
   *
   * @param fileOrRun file, or folder of a run
   * @param own fields of the user's own that it may have
   * @throws rivulet.store.StoreException if there is no model of all levels
   */
  public static StartingPoint read(Path fileOrRun, List<ShapedField> own) {
    Path file = RunDirectory.model(Objects.requireNonNull(fileOrRun, "train: from"));
    return new StartingPoint(ModelFile.read(file, own), Sha256.ofFile(file));
  }
}
