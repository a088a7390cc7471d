package rivulet.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

  /** What the file system says, without names of the file, which it repeats, and of classes. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException said when said.getReason() != null -> said.getReason();
      case FileSystemException silent -> silent.getClass().getSimpleName();
      case EOFException _ -> "it ends too early";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static String oneLine(String message) {
    return LINE_BREAKING.matcher(message).replaceAll("?");
  }
}
