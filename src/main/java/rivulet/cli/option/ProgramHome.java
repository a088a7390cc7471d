package rivulet.cli.option;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/**
 * The folder of the checkout: the launcher passes it on as {@value #PROPERTY}, and without it is
 * looked for above the program's own jar.
 */
public final class ProgramHome {
  static final String PROPERTY = "rivulet.home";

  /** The file that tells the folder from those around it. */
  private static final String MARK = "rivulet.args";

  private ProgramHome() {}

  /**
   * A folder below it.
   *
   * @throws IllegalStateException if the program was started neither by the launcher nor from a jar
   *     in a checkout
   */
  public static Path folder(String name) {
    return find()
        .orElseThrow(() ->
            new IllegalStateException(
                "home: the property "
                    + PROPERTY
                    + " is not set, so "
                    + name
                    + " is not found; start by ./rivulet or name the folder"))
        .resolve(name);
  }

  /** Whether there is one. */
  public static boolean isKnown() {
    return find().isPresent();
  }

  private static Optional<Path> find() {
    String home = System.getProperty(PROPERTY);
    return home == null || home.isBlank()
        ? program().flatMap(ProgramHome::checkoutAbove)
        : Optional.of(Path.of(home));
  }

  /** The nearest folder around a file that is a checkout. */
  public static Optional<Path> checkoutAbove(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(MARK))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** The jar or folder that this class comes from. */
  private static Optional<Path> program() {
    CodeSource source = ProgramHome.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Optional.empty()
          : Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty(); // from elsewhere than a file
    }
  }
}
