package rivulet.cli.option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Run;
import rivulet.Validation;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.ValidationText;

/**
 * A training set of which some images are held back for choices: a function of the images, how
 * many, and the seed, so that {@code eval} finds those again that {@code train} left out.
 *
 * @param train images that are trained on
 * @param heldBack images that are measured alone
 */
public record DividedImages(Images train, Optional<Images> heldBack) {
  private static final String TRAINED_ON = "data_sha256";

  /**
   * Divides a set.
   *
   * @param count of images held back, 0 for none
   * @throws IllegalArgumentException if a part would be empty
   */
  public static DividedImages of(Images all, long count, long seed) {
    if (count == 0) {
      return new DividedImages(all, Optional.empty());
    }
    Images.Divided divided = all.divided(count, seed);
    return new DividedImages(divided.training(), Optional.of(divided.heldBack()));
  }

  /**
   * Warns where a model was trained on other images than {@link #train} alone.
   *
   * @param provenance of the model
   */
  public void warn(Map<String, String> provenance, PrintWriter err) {
    if (heldBack.isPresent() && !train.sha256().equals(provenance.get(TRAINED_ON))) {
      err.println("note: the model may have been trained on images of the validation");
      err.flush();
    }
  }

  /**
   * Measures a run's model on the images that were held back, if some were; without all levels that
   * cannot be.
   *
   * @param folder of the run
   * @param people are told what was found
   * @param err shows progress
   */
  public Optional<Validation> measured(
      Path folder, Measuring how, PrintWriter people, PrintWriter err) {
    if (heldBack.isEmpty()) {
      return Optional.empty();
    }
    Images images = heldBack.get();
    try (Model model = Run.read(folder).model().orElseThrow();
        ProgressLine progress = new ProgressLine(err, "validation images")) {
      if (!model.description().complete()) {
        people.println("validation waits for all levels: merge, then eval --validation");
        return Optional.empty();
      }
      Validation found =
          Validation.measure(
              model, images, how, (done, all) -> progress.updateShare(done, all, images.count()));
      progress.end();
      found.write(folder);
      people.println(ValidationText.line(found));
      return Optional.of(found);
    }
  }
}
