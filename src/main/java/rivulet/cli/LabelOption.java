package rivulet.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.flow.ModelSpec;

/** {@code --label}: the class of the images that are drawn. */
final class LabelOption {
  @Option(
      names = "--label",
      paramLabel = "N",
      description = "Class of the images, for a model trained with --conditional.")
  private Optional<Integer> label = Optional.empty();

  /**
   * The label asked for, or the given one.
   *
   * @throws IllegalArgumentException if the model does not know it
   */
  int orElse(ModelSpec spec, int otherwise) {
    int chosen = label.orElse(otherwise);
    spec.requireLabel(chosen);
    return chosen;
  }

  /** The label asked for; without one all classes take turns. */
  int of(ModelSpec spec, int image) {
    return orElse(spec, Decoding.turn(spec, image));
  }
}
