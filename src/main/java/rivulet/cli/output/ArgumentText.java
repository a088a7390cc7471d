package rivulet.cli.output;

import java.util.Arrays;
import java.util.Optional;

/**
 * Arguments that Java could not decode. It puts U+FFFD where bytes are no text in the locale's
 * charset, and a file named so would be another than the one asked for.
 */
public final class ArgumentText {
  private static final String UNDECODED = "\ufffd";

  private ArgumentText() {}

  /**
   * What is wrong with the first argument that is no text, if one is.
   *
   * @param charset of the locale, by Java's name
   */
  public static Optional<String> fault(String charset, String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.contains(UNDECODED))
        .findFirst()
        .map(argument ->
            "the argument '"
                + argument.replace(UNDECODED, "?")
                + (charset.equals("UTF-8")
                    ? "' is no UTF-8 where '?' stands; rename the file"
                    : "' has letters, shown as '?', that the locale's charset "
                        + charset
                        + " does not hold; set LC_ALL=C.UTF-8"));
  }
}
