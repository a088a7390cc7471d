package rivulet.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import rivulet.Images;
import rivulet.training.Training;

/**
 * Images for choices between models and between numbers of updates, on which nothing is trained.
 */
@Section(Section.DATA)
public final class ValidationOption {
  @Option(
      names = "--validation",
      converter = Source.class,
      paramLabel = "N|PATH",
      description = "Images held back, or others, measured at the end")
  private Optional<String> validation = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "K",
      description = "Measure each checkpoint, keep the best; end K later")
  private Optional<Integer> patience = Optional.empty();

  /**
   * Checks what does not need the images.
   *
   * @param steps whether the most updates are known
   */
  public void require(boolean steps) {
    if (patience.isPresent() && patience.get() < 1) {
      throw new IllegalArgumentException(
          "train: --patience must be at least 1, found " + patience.get() + "; or leave it out");
    }
    if (patience.isPresent() && !steps) {
      throw new IllegalArgumentException(
          "train: --patience goes with --steps, the most updates; found --time-limit, whose"
              + " number of updates follows from their pace without measuring");
    }
  }

  /**
   * The images that are trained on, and the others.
   *
   * @throws IllegalArgumentException if a part would be empty
   */
  public DividedImages divided(Images all, long seed) {
    Optional<Path> apart = apart();
    return apart.isPresent()
        ? new DividedImages(all, Optional.of(Images.read(apart.get())))
        : DividedImages.of(all, heldBack(), seed);
  }

  /** Tells a training. */
  public void fill(Training training, DividedImages images) {
    patience.ifPresent(training::patience);
    if (apart().isPresent()) {
      training.validation(images.heldBack().orElseThrow());
    } else {
      training.heldBack(heldBack());
    }
  }

  private Optional<Path> apart() {
    return validation.filter(text -> !Source.isNumber(text)).map(Path::of);
  }

  private long heldBack() {
    return validation.map(Long::valueOf).orElse(0L);
  }

  /** A whole number is one of images, anything else a path, which a run remembers as it lasts. */
  static final class Source implements ITypeConverter<String> {
    static boolean isNumber(String text) {
      return text.matches("[+-]?[0-9]+");
    }

    @Override
    public String convert(String text) {
      if (!isNumber(text)) {
        Path path = Path.of(text);
        return (Files.exists(path) ? path.toAbsolutePath().normalize() : path).toString();
      }
      try {
        return Long.toString(Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no number of images");
      }
    }
  }
}
