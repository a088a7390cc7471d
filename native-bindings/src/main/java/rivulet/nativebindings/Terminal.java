package rivulet.nativebindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The terminal behind standard error, asked anew each time, since its window may change. By {@code
 * ioctl(2, TIOCGWINSZ)} of the C library; where there is none, there is no terminal.
 */
public final class Terminal {
  private static final int STANDARD_ERROR = 2;
  private static final long GET_WINDOW_SIZE_LINUX = 0x5413;
  private static final long GET_WINDOW_SIZE_BSD = 0x40087468;

  /** What terminals that do not tell are taken to have. */
  private static final int USUAL_COLUMNS = 80;

  /** {@code struct winsize}: rows, columns, and two numbers of pixels, 16 bits each. */
  private static final long WINDOW_BYTES = 8;

  private static final long COLUMNS_AT = 2;

  private final MethodHandle ioctl;
  private final long request;
  private final MemorySegment window;

  private Terminal(SharedLibrary library) {
    this.ioctl = library.variadicFunction("ioctl", "ill", 2);
    boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    this.request = linux ? GET_WINDOW_SIZE_LINUX : GET_WINDOW_SIZE_BSD;
    this.window = Arena.global().allocate(WINDOW_BYTES, Long.BYTES);
  }

  /** The terminal, if this system can be asked; whether there is one, its columns tell. */
  public static Optional<Terminal> find() {
    try {
      return Optional.of(SharedLibrary.process())
          .filter(library -> library.has("ioctl"))
          .map(Terminal::new);
    } catch (IllegalStateException e) {
      return Optional.empty(); // calls of C libraries are forbidden: then nothing is known
    }
  }

  /** Columns of the window; empty if standard error is no terminal. */
  public synchronized OptionalInt columns() {
    try {
      if ((int) ioctl.invokeExact(STANDARD_ERROR, request, window.address()) != 0) {
        return OptionalInt.empty();
      }
    } catch (Throwable e) {
      throw SharedLibrary.unexpected("ioctl", e);
    }
    int columns = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, COLUMNS_AT));
    return OptionalInt.of(columns == 0 ? USUAL_COLUMNS : columns);
  }
}
