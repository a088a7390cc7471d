package rivulet.names;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The one way from a name to the value that it stands for. */
public final class Named {
  private Named() {}

  /** The first of the values with that name, if there is one. */
  public static <T> Optional<T> find(String name, T[] values, Function<T, String> naming) {
    return Arrays.stream(values).filter(value -> naming.apply(value).equals(name)).findFirst();
  }

  /**
   * The value of that name.
   *
   * @param what is named, as a message begins: {@code wavelet}
   * @param values there are, in the order of the message
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static <T> T of(String what, String name, T[] values, Function<T, String> naming) {
    return of(what, name, values, naming, "");
  }

  /**
   * The same where more can be chosen than these values.
   *
   * @param more of the message, after the names
   */
  public static <T> T of(
      String what, String name, T[] values, Function<T, String> naming, String more) {
    return find(name, values, naming)
        .orElseThrow(() ->
            new IllegalArgumentException(
                Arrays.stream(values)
                    .map(naming)
                    .collect(
                        Collectors.joining(
                            ", ", what + ": '" + name + "' is unknown; choose one of ", more))));
  }
}
