package rivulet.train;

import java.util.Objects;
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
}
