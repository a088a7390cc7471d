package rivulet.nativebindings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a library is looked for: in a folder that a system property or an environment variable
 * names, the property first; or, if neither is set, wherever the system's loader finds it.
 */
public enum LibraryFolder {
  CUDA("rivulet.cuda", "RIVULET_CUDA"),
  OPENBLAS("rivulet.openblas", "RIVULET_OPENBLAS");

  private final String property;
  private final String variable;

  LibraryFolder(String property, String variable) {
    this.property = property;
    this.variable = variable;
  }

  /** Name of the environment variable. */
  public String variable() {
    return variable;
  }

  /** The folder that was named. */
  public Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }
}
