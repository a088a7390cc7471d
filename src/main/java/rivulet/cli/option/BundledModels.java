package rivulet.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Models that come with the program, by name: {@code models/NAME.safetensors} of the checkout. */
public final class BundledModels {
  /** Fashion-MNIST, 28×28. */
  public static final String FASHION = "fashion";

  /** All of them, for people. */
  static final String NAMES = "fashion, digits (28x28), photos (colour, 32x32)";

  private static final String FOLDER = "models";
  private static final String ENDING = ".safetensors";

  private BundledModels() {}

  /**
   * The bundled model of that name, unless a file or folder of that name lies in the working
   * directory.
   */
  public static Optional<Path> named(Path name) {
    if (Files.exists(name) || name.getNameCount() != 1 || !ProgramHome.isKnown()) {
      return Optional.empty();
    }
    Path file = ProgramHome.folder(FOLDER).resolve(name + ENDING);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
