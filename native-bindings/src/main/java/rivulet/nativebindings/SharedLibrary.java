package rivulet.nativebindings;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One opened C library; the only class of the project that touches the linker. Libraries stay open
 * for the life of the JVM: those of CUDA start threads of their own and must not be unloaded.
 *
 * <p>Functions are asked for by a signature of one letter per argument: {@code i} int, {@code l}
 * long or any pointer as an address, {@code f} float. An address as a long costs no object per
 * call; the classes above keep the memory it points to alive.
 */
record SharedLibrary(String name, SymbolLookup symbols) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final long LONGEST_TEXT = 4096;

  /**
   * Opens a library.
   *
   * @param folder where it must lie; empty: wherever the system's loader finds it
   * @return empty if it is not there
   * @throws IllegalStateException if it is there and cannot be opened, or the JVM forbids it
   */
  static Optional<SharedLibrary> open(Optional<Path> folder, String soname) {
    requireAccess();
    if (folder.isEmpty()) {
      return system(soname);
    }
    Path file = folder.get().resolve(soname);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SharedLibrary(file.toString(), lookup(file)));
    } catch (IllegalArgumentException | LinkageError e) {
      throw new IllegalStateException(file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /**
   * What every process has at hand: the C library.
   *
   * @throws IllegalStateException if the JVM forbids it
   */
  static SharedLibrary process() {
    requireAccess();
    return new SharedLibrary("the C library", LINKER.defaultLookup());
  }

  private static void requireAccess() {
    if (!SharedLibrary.class.getModule().isNativeAccessEnabled()) {
      throw new IllegalStateException(
          "this JVM may not call C libraries; start it with --enable-native-access=ALL-UNNAMED");
    }
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup lookup(Path file) {
    return SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global());
  }

  @SuppressWarnings("restricted")
  private static Optional<SharedLibrary> system(String soname) {
    try {
      return Optional.of(
          new SharedLibrary(soname, SymbolLookup.libraryLookup(soname, Arena.global())));
    } catch (IllegalArgumentException | LinkageError e) {
      return Optional.empty(); // the loader does not tell a missing library from a broken one
    }
  }

  /**
   * A function that returns an int.
   *
   * @throws IllegalStateException if the library does not have it
   */
  MethodHandle intFunction(String symbol, String arguments) {
    return link(symbol, FunctionDescriptor.of(JAVA_INT, layouts(arguments)));
  }

  /**
   * A function that returns an int and takes any number of arguments.
   *
   * @param named arguments before those
   */
  MethodHandle variadicFunction(String symbol, String arguments, int named) {
    return link(
        symbol,
        FunctionDescriptor.of(JAVA_INT, layouts(arguments)),
        Linker.Option.firstVariadicArg(named));
  }

  /** A function that returns nothing. */
  MethodHandle voidFunction(String symbol, String arguments) {
    return link(symbol, FunctionDescriptor.ofVoid(layouts(arguments)));
  }

  /** A function that returns a C string. */
  MethodHandle textFunction(String symbol, String arguments) {
    return link(symbol, FunctionDescriptor.of(ADDRESS, layouts(arguments)));
  }

  boolean has(String symbol) {
    return symbols.find(symbol).isPresent();
  }

  @SuppressWarnings("restricted")
  private MethodHandle link(
      String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        symbols
            .find(symbol)
            .orElseThrow(() ->
                new IllegalStateException(
                    name + " has no function " + symbol + "; another version is needed"));
    return LINKER.downcallHandle(address, descriptor, options);
  }

  private static MemoryLayout[] layouts(String arguments) {
    return arguments.chars().mapToObj(SharedLibrary::layout).toArray(MemoryLayout[]::new);
  }

  private static MemoryLayout layout(int letter) {
    return switch (letter) {
      case 'i' -> JAVA_INT;
      case 'l' -> JAVA_LONG;
      case 'f' -> JAVA_FLOAT;
      default -> throw new IllegalArgumentException("signature: unknown letter " + (char) letter);
    };
  }

  /** The C string at an address that a text function returned. */
  static String text(MemorySegment string) {
    return string.address() == 0 ? "" : memory(string.address(), LONGEST_TEXT).getString(0);
  }

  /** Host memory that a library handed out; nothing keeps it alive. */
  @SuppressWarnings("restricted")
  static MemorySegment memory(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /** What a handle threw that is no status: a fault of the binding, not of its caller. */
  static IllegalStateException unexpected(String call, Throwable cause) {
    return new IllegalStateException(call + ": the call itself failed: " + cause, cause);
  }
}
