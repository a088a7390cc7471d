package rivulet.data;

import java.util.regex.Pattern;

/**
 * A data set that cannot be used. The message is always one line: the file, what was asked, what
 * was found, what to do. Names that come from files may hold line breaks; they are shown as {@code
 * ?}.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern LINE_BREAKING = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /** An error found in the content itself. */
  public DataException(String message) {
    super(oneLine(message));
  }

  /** An error reported by the file system or a decoder. */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return LINE_BREAKING.matcher(message).replaceAll("?");
  }
}
