package rivulet.cli.output;

import java.util.regex.Pattern;

/** Text from files, made safe to print: names in them may hold line breaks and escapes. */
public final class OneLine {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  private OneLine() {}

  public static String of(String text) {
    return CONTROL.matcher(text).replaceAll(" ").stripTrailing();
  }
}
