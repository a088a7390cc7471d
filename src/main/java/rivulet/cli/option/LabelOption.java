package rivulet.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.Model;
import rivulet.Sampling;

/** {@code --label}: the class of the images that are drawn. */
public final class LabelOption {
  @Option(
      names = "--label",
      paramLabel = "NAME|N",
      description = "Class of the images, by name or number, of a model trained --conditional.")
  private Optional<String> label = Optional.empty();

  /**
   * The label asked for, which images of a model with classes need.
   *
   * @throws IllegalArgumentException if the model does not know it, or needs one
   */
  public int required(Model model) {
    return model.label(label.orElse(Integer.toString(Sampling.NO_LABEL)));
  }

  /**
   * The label asked for; without one all classes take turns.
   *
   * @throws IllegalArgumentException if the model does not know it
   */
  public int orTurns(Model model) {
    return label.map(model::label).orElse(Sampling.NO_LABEL);
  }
}
