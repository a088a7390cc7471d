package rivulet.cli;

import java.util.regex.Pattern;

/** Text from files, made safe to print: names in them may hold line breaks and escapes. */
final class OneLine {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  private OneLine() {}

  static String of(String text) {
    return CONTROL.matcher(text).replaceAll(" ").stripTrailing();
  }
}
