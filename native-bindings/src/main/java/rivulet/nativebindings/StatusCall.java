package rivulet.nativebindings;

import java.lang.invoke.MethodHandle;
import java.util.function.IntFunction;

/**
 * A C function that returns a status, 0 for success. One method per list of arguments that occurs;
 * each throws {@link NativeCallException} for any other status.
 *
 * @param text what the library says of a status
 */
record StatusCall(String name, MethodHandle handle, IntFunction<String> text) {
  static StatusCall of(
      SharedLibrary library, String symbol, String arguments, IntFunction<String> text) {
    return new StatusCall(symbol, library.intFunction(symbol, arguments), text);
  }

  void run(long a) {
    try {
      check((int) handle.invokeExact(a));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  void run(long a, long b) {
    try {
      check((int) handle.invokeExact(a, b));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  void run(long a, int b) {
    try {
      check((int) handle.invokeExact(a, b));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  void run(long a, int b, int c) {
    try {
      check((int) handle.invokeExact(a, b, c));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  void run(long a, long b, long c, int d, long e) {
    try {
      check((int) handle.invokeExact(a, b, c, d, e));
    } catch (Throwable f) {
      throw failure(f);
    }
  }

  /** Throws unless the status says success. */
  void check(int status) {
    if (status != 0) {
      throw new NativeCallException(name, status, text.apply(status));
    }
  }

  /** What to throw for what came out of a handle. */
  RuntimeException failure(Throwable thrown) {
    return thrown instanceof NativeCallException known
        ? known
        : SharedLibrary.unexpected(name, thrown);
  }
}
