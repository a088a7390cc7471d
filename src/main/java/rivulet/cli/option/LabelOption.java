package rivulet.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.flow.ModelSpec;
import rivulet.measure.Decoding;

/** {@code --label}: the class of the images that are drawn. */
public final class LabelOption {
  @Option(
      names = "--label",
      paramLabel = "NAME|N",
      description = "Class of the images, by name or number, of a model trained --conditional.")
  private Optional<String> label = Optional.empty();

  /**
   * The label asked for, or the given one.
   *
   * @throws IllegalArgumentException if the model does not know it
   */
  public int orElse(ModelSpec spec, int otherwise) {
    if (label.isPresent()) {
      return spec.imageClasses().label(label.get());
    }
    spec.requireLabel(otherwise);
    return otherwise;
  }

  /** The label asked for; without one all classes take turns. */
  public int of(ModelSpec spec, int image) {
    return orElse(spec, Decoding.turn(spec, image));
  }
}
