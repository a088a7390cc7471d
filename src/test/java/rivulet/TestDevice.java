package rivulet;

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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The test device of {@code native-bindings/src/test/c}: built once per process, the one that
 * {@code --backend cuda} finds while this is open, and its controls.
 */
public final class TestDevice implements AutoCloseable {
  private static final int MAJOR = 12;
  private static final String PROPERTY = "rivulet.cuda";
  private static final AtomicReference<Path> BUILT = new AtomicReference<>();

  private final MethodHandle fail;
  private final MethodHandle reset;
  private final MethodHandle count;
  private final MethodHandle contexts;
  private final MethodHandle math;

  /** Builds the libraries if need be; skips the test where there is no compiler. */
  @SuppressWarnings("restricted")
  public TestDevice() {
    Path folder = built();
    System.setProperty(PROPERTY, folder.toString());
    SymbolLookup cudart =
        SymbolLookup.libraryLookup(folder.resolve("libcudart.so." + MAJOR), Arena.global());
    SymbolLookup cublas =
        SymbolLookup.libraryLookup(folder.resolve("libcublas.so." + MAJOR), Arena.global());
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

  private static Path built() {
    Requirement.met(hasCompiler(), "no gcc: the test device cannot be built (apt install gcc)");
    synchronized (BUILT) {
      if (BUILT.get() == null) {
        BUILT.set(build());
      }
      return BUILT.get();
    }
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

  private static Path build() {
    try {
      Path folder = Files.createTempDirectory("rivulet-test-device");
      Path script = Path.of(System.getProperty("rivulet.home"), "native-bindings/src/test/c/build");
      Process process =
          new ProcessBuilder(script.toString(), folder.toString(), Integer.toString(MAJOR))
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
  public void fail(String call, long skip, int status) {
    try (Arena arena = Arena.ofConfined()) {
      fail.invokeExact(arena.allocateFrom(call), skip, status);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forgets orders to fail, faults and counts. */
  public void reset() {
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
  public String live() {
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

  /** Bytes copied to the device. */
  public long bytesUp() {
    return count(3);
  }

  /** Bytes copied from the device. */
  public long bytesDown() {
    return count(4);
  }

  /** Products done. */
  public long products() {
    return count(7);
  }

  /** Math mode of the newest context. */
  public int math() {
    try {
      return (int) math.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on nobody finds it. */
  @Override
  public void close() {
    System.clearProperty(PROPERTY);
    reset();
  }
}
