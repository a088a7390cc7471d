package rivulet.cli;

import java.nio.file.Path;

/** The folder of the checkout, which the launcher passes on as {@value #PROPERTY}. */
final class ProgramHome {
  static final String PROPERTY = "rivulet.home";

  private ProgramHome() {}

  /**
   * A folder below it.
   *
   * @throws IllegalStateException if the program was started without the launcher
   */
  static Path folder(String name) {
    String home = System.getProperty(PROPERTY);
    if (home == null || home.isBlank()) {
      throw new IllegalStateException(
          "home: the property "
              + PROPERTY
              + " is not set, so "
              + name
              + " is not found; start by ./rivulet or name the folder");
    }
    return Path.of(home).resolve(name);
  }
}
