package rivulet.cli;

import java.io.PrintWriter;
import java.util.Optional;
import rivulet.cli.output.Progress;
import rivulet.cli.output.ValidationText;
import rivulet.data.ImageSet;
import rivulet.data.Split;
import rivulet.measure.Evaluation;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.RunDirectory;
import rivulet.train.Validation;

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

  /**
   * Measures a run's model on the images that were held back, if some were; without all levels that
   * cannot be.
   *
   * @param opened computes
   * @param people are told what was found
   * @param err shows progress
   */
  Optional<Validation> measured(
      RunDirectory run,
      long seed,
      int threads,
      OpenBackend opened,
      PrintWriter people,
      PrintWriter err) {
    if (heldBack.isEmpty()) {
      return Optional.empty();
    }
    StoredModel model = ModelFile.read(run.model());
    if (model.levels().size() < model.spec().levels()) {
      people.println("validation waits for all levels: merge, then eval --validation");
      return Optional.empty();
    }
    ImageSet images = heldBack.get();
    int group = opened.offloading().group(Evaluation.GROUP, Math.toIntExact(images.count()));
    try (Progress progress = new Progress(err, "validation images")) {
      Validation found =
          Validation.measure(
              model,
              images,
              seed,
              opened.tuning(),
              new Evaluation.Workers(threads, group),
              (done, all) -> progress.updateShare(done, all, images.count()));
      progress.end();
      found.write(run);
      people.println(ValidationText.line(found));
      return Optional.of(found);
    }
  }
}
