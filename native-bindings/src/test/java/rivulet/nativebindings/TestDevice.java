package rivulet.nativebindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The test device of {@code src/test/c}, built once per process, and its controls. */
final class TestDevice {
  private static final Map<String, Path> BUILT = new ConcurrentHashMap<>();

  private final MethodHandle fail;
  private final MethodHandle reset;
  private final MethodHandle count;
  private final MethodHandle contexts;
  private final MethodHandle math;

  @SuppressWarnings("restricted")
  TestDevice(Path folder, int major) {
    String runtime = major == 11 ? "libcudart.so.11.0" : "libcudart.so." + major;
    SymbolLookup cudart = SymbolLookup.libraryLookup(folder.resolve(runtime), Arena.global());
    SymbolLookup cublas =
        SymbolLookup.libraryLookup(folder.resolve("libcublas.so." + major), Arena.global());
    ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
    ValueLayout.OfInt status = ValueLayout.JAVA_INT;
    fail =
        bind(
            cudart,
            "rivulet_device_fail",
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, number, status));
    reset = bind(cudart, "rivulet_device_reset", FunctionDescriptor.ofVoid());
    count = bind(cudart, "rivulet_device_count", FunctionDescriptor.of(number, status));
    contexts = bind(cublas, "rivulet_device_contexts", FunctionDescriptor.of(number));
    math = bind(cublas, "rivulet_device_math", FunctionDescriptor.of(status));
    reset();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
  }

  /** Builds libraries of that CUDA version; skips the test where there is no compiler. */
  static Path build(int major, String parts) {
    Requirement.met(hasCompiler(), "no gcc: the test device cannot be built (apt install gcc)");
    return BUILT.computeIfAbsent(major + parts, key -> run(major, parts));
  }

  private static boolean hasCompiler() {
    try {
      return new ProcessBuilder("gcc", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path run(int major, String parts) {
    try {
      Path folder = Files.createTempDirectory("rivulet-test-device");
      Path script = Path.of(System.getProperty("rivulet.home"), "native-bindings/src/test/c/build");
      Process process =
          new ProcessBuilder(script.toString(), folder.toString(), Integer.toString(major), parts)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + ": " + said);
      }
      folder.toFile().deleteOnExit();
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> file.toFile().deleteOnExit());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The named call fails with that status after {@code skip} calls. */
  void fail(String call, long skip, int status) {
    try (Arena arena = Arena.ofConfined()) {
      fail.invokeExact(arena.allocateFrom(call), skip, status);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  void reset() {
    try {
      reset.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(int what) {
    try {
      return (long) count.invokeExact(what);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Device allocations, pinned allocations, streams and contexts that live, as text. */
  String live() {
    try {
      long open = (long) contexts.invokeExact();
      return count(0)
          + " device, "
          + count(1)
          + " pinned, "
          + count(2)
          + " streams, "
          + open
          + " contexts";
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  long bytesUp() {
    return count(3);
  }

  long bytesDown() {
    return count(4);
  }

  long products() {
    return count(7);
  }

  /** Math mode of the newest context. */
  int math() {
    try {
      return (int) math.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
