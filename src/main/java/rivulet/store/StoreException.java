package rivulet.store;

import java.util.regex.Pattern;

/**
 * A file that cannot be read or written. The message is always one line: the file, what was asked,
 * what was found, what to do. Names that come from files may hold line breaks; they are shown as
 * {@code ?}.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern LINE_BREAKING = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /** An error found in the content itself. */
  public StoreException(String message) {
    super(oneLine(message));
  }

  /** An error reported by the file system or a parser. */
  public StoreException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return LINE_BREAKING.matcher(message).replaceAll("?");
  }
}
