package rivulet.cli;

import java.io.PrintWriter;
import java.util.Optional;
import rivulet.data.ImageSet;
import rivulet.data.Split;
import rivulet.store.StoredModel;

/**
 * A training set of which some images are held back for choices: a function of the images, how
 * many, and the seed, so that {@code eval} finds those again that {@code train} left out.
 *
 * @param train images that are trained on
 * @param heldBack images that are measured alone
 */
record DividedImages(ImageSet train, Optional<ImageSet> heldBack) {
  private static final String TRAINED_ON = "data_sha256";

  /**
   * Divides a set.
   *
   * @param count of images held back, 0 for none
   * @throws IllegalArgumentException if a part would be empty
   */
  static DividedImages of(ImageSet all, long count, long seed) {
    if (count == 0) {
      return new DividedImages(all, Optional.empty());
    }
    Split split = Split.of(all, count, seed);
    return new DividedImages(
        all.select(split.train()), Optional.of(all.select(split.validation())));
  }

  /** Warns where a model was trained on other images than {@link #train} alone. */
  void warn(StoredModel model, PrintWriter err) {
    if (heldBack.isPresent() && !train.sha256().equals(model.provenance().get(TRAINED_ON))) {
      err.println("note: the model may have been trained on images of the validation");
      err.flush();
    }
  }
}
