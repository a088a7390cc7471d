package rivulet.nativebindings;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Objects;

/**
 * A C library as this process found it: there, with its symbols, or not there, with the reason.
 *
 * <p>Callers switch over the two cases; nothing here throws because a library is missing.
 */
public sealed interface NativeLibrary {

  /**
   * A library that the dynamic linker loaded; it stays loaded until the process ends.
   *
   * @param name the candidate that loaded, as it was given
   * @param symbols looks up the library's exported symbols
   */
  record Available(String name, SymbolLookup symbols) implements NativeLibrary {
    public Available {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(symbols, "symbols");
    }
  }

  /**
   * No candidate loaded.
   *
   * @param reason one line: what was tried, and what the linker said of each
   */
  record Unavailable(String reason) implements NativeLibrary {
    public Unavailable {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("native library: the reason for its absence is blank");
      }
    }
  }

  /**
   * Loads the first of the candidates that the dynamic linker accepts.
   *
   * @param candidateNames sonames ({@code libm.so.6}) or absolute paths, best first
   * @return the library, or why none of the candidates loaded
   * @throws IllegalArgumentException if there is no candidate, or one is blank
   */
  static NativeLibrary open(String... candidateNames) {
    List<String> candidates = List.of(candidateNames);
    if (candidates.isEmpty() || candidates.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "native library: asked to open " + candidates + "; name at least one, none blank");
    }
    StringBuilder refusals = new StringBuilder("none of ").append(candidates).append(" loads");
    for (String name : candidates) {
      // The foreign function API reports an absent library by the first, a failed static
      // initialiser or a refused restricted call by the second; anything else is a defect.
      try {
        return new Available(name, lookup(name));
      } catch (IllegalArgumentException | LinkageError refusal) {
        refusals.append("; ").append(name).append(": ").append(oneLine(refusal));
      }
    }
    return new Unavailable(refusals.toString());
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup lookup(String name) {
    return SymbolLookup.libraryLookup(name, Arena.global());
  }

  private static String oneLine(Throwable refusal) {
    return String.valueOf(refusal.getMessage()).replaceAll("\\s+", " ").strip();
  }
}
