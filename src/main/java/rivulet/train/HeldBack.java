package rivulet.train;

import java.util.Optional;
import rivulet.data.ImageSet;

/**
 * Images that nothing is trained on or fitted to, and whether a run is judged by them on its way.
 *
 * @param count how many of the data's images they were, for the model to tell; 0 if they are apart
 * @param images to measure on with every checkpoint; empty: nothing is measured
 * @param patience measurements in a row without a better model after which the run ends; 0 where
 *     nothing is measured
 */
public record HeldBack(long count, Optional<ImageSet> images, int patience) {
  /** No images, or none that the run knows. */
  public static final HeldBack NONE = new HeldBack(0, Optional.empty(), 0);

  public HeldBack {
    if (patience < 0) {
      throw new IllegalArgumentException(
          "train: `patience` must be at least 1, found " + patience + "; leave it out for none");
    }
    if (patience > 0 && images.isEmpty()) {
      throw new IllegalArgumentException(
          "train: `patience` "
              + patience
              + " waits for a better model on images held back, found none; give `validation`");
    }
  }
}
