package rivulet.nativebindings;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The CUDA runtime: device, memory, streams, copies. Signatures after {@code cuda_runtime_api.h} of
 * CUDA 13.0; those used here are the same from 11 on. Device memory and streams are addresses that
 * only the library may use. Safe for any number of threads, each of which computes on device 0.
 *
 * <p>Every status is checked; {@link NativeCallException} names call, number and text. Errors of
 * work on a stream come up in a later call, mostly {@link #await}.
 */
public final class Cudart {
  private static final int NON_BLOCKING = 1;
  private static final int HOST_TO_DEVICE = 1;
  private static final int DEVICE_TO_HOST = 2;
  private static final int MAJOR = 75;
  private static final int MINOR = 76;

  /** More than any version's cudaDeviceProp, whose first 256 bytes are the name. */
  private static final long PROPERTIES_BYTES = 1 << 14;

  private final String path;
  private final MethodHandle errorString;
  private final StatusCall deviceCount;
  private final StatusCall runtimeVersion;
  private final StatusCall driverVersion;
  private final StatusCall properties;
  private final StatusCall attribute;
  private final StatusCall memory;
  private final StatusCall malloc;
  private final StatusCall free;
  private final StatusCall mallocHost;
  private final StatusCall freeHost;
  private final StatusCall streamCreate;
  private final StatusCall streamDestroy;
  private final StatusCall streamSynchronize;
  private final StatusCall memcpy;

  /**
   * Binds the functions of an opened library.
   *
   * @throws IllegalStateException if one is missing
   */
  Cudart(SharedLibrary library) {
    this.path = library.name();
    this.errorString = library.textFunction("cudaGetErrorString", "i");
    this.deviceCount = bind(library, "cudaGetDeviceCount", "l");
    this.runtimeVersion = bind(library, "cudaRuntimeGetVersion", "l");
    this.driverVersion = bind(library, "cudaDriverGetVersion", "l");
    this.properties = bind(library, "cudaGetDeviceProperties", "li");
    this.attribute = bind(library, "cudaDeviceGetAttribute", "lii");
    this.memory = bind(library, "cudaMemGetInfo", "ll");
    this.malloc = bind(library, "cudaMalloc", "ll");
    this.free = bind(library, "cudaFree", "l");
    this.mallocHost = bind(library, "cudaMallocHost", "ll");
    this.freeHost = bind(library, "cudaFreeHost", "l");
    this.streamCreate = bind(library, "cudaStreamCreateWithFlags", "li");
    this.streamDestroy = bind(library, "cudaStreamDestroy", "l");
    this.streamSynchronize = bind(library, "cudaStreamSynchronize", "l");
    this.memcpy = bind(library, "cudaMemcpyAsync", "lllil");
  }

  private StatusCall bind(SharedLibrary library, String symbol, String arguments) {
    return StatusCall.of(library, symbol, arguments, this::text);
  }

  private String text(int status) {
    try {
      return SharedLibrary.text((MemorySegment) errorString.invokeExact(status));
    } catch (Throwable e) {
      throw SharedLibrary.unexpected("cudaGetErrorString", e);
    }
  }

  /** The file or name it was opened by. */
  public String path() {
    return path;
  }

  /** Number of devices; throws 35 without a driver and 100 without a device. */
  public int deviceCount() {
    return number(deviceCount);
  }

  /** Version of this library as 1000·major + 10·minor. */
  public int runtimeVersion() {
    return number(runtimeVersion);
  }

  /** Newest CUDA version that the driver serves; 0 without a driver. */
  public int driverVersion() {
    return number(driverVersion);
  }

  private static int number(StatusCall call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      call.run(out.address());
      return out.get(JAVA_INT, 0);
    }
  }

  /** Name of device 0. */
  public String deviceName() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(PROPERTIES_BYTES, Long.BYTES);
      properties.run(out.address(), 0);
      return out.getString(0);
    }
  }

  /** Compute capability of device 0, as "9.0". */
  public String computeCapability() {
    return attribute(MAJOR) + "." + attribute(MINOR);
  }

  private int attribute(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      attribute.run(out.address(), number, 0);
      return out.get(JAVA_INT, 0);
    }
  }

  /** Bytes of device memory in all. */
  public long deviceBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG, 2);
      memory.run(out.address(), out.address() + Long.BYTES);
      return out.get(JAVA_LONG, Long.BYTES);
    }
  }

  /** New device memory; its content is undefined. */
  public long allocate(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      malloc.run(out.address(), bytes);
      return out.get(JAVA_LONG, 0);
    }
  }

  /** Gives device memory back, after all work on the device. */
  public void free(long address) {
    free.run(address);
  }

  /** New page-locked host memory, which copies need to run beside other work. Not zeroed. */
  public MemorySegment allocatePinned(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      mallocHost.run(out.address(), bytes);
      return SharedLibrary.memory(out.get(JAVA_LONG, 0), bytes);
    }
  }

  /** Gives page-locked memory back. */
  public void freePinned(MemorySegment pinned) {
    freeHost.run(pinned.address());
  }

  /** A new stream: what is given to it runs in that order, beside other streams. */
  public long newStream() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      streamCreate.run(out.address(), NON_BLOCKING);
      return out.get(JAVA_LONG, 0);
    }
  }

  /** Gives a stream back. */
  public void destroyStream(long stream) {
    streamDestroy.run(stream);
  }

  /** Waits until all work of a stream is done. */
  public void await(long stream) {
    streamSynchronize.run(stream);
  }

  /** Enqueues a copy; the host memory must stay as it is until the stream was awaited. */
  public void toDevice(MemorySegment pinned, long device, long bytes, long stream) {
    requireInside(pinned, bytes);
    memcpy.run(device, pinned.address(), bytes, HOST_TO_DEVICE, stream);
  }

  /** Enqueues a copy; the host memory holds it once the stream was awaited. */
  public void toHost(long device, MemorySegment pinned, long bytes, long stream) {
    requireInside(pinned, bytes);
    memcpy.run(pinned.address(), device, bytes, DEVICE_TO_HOST, stream);
  }

  private static void requireInside(MemorySegment pinned, long bytes) {
    if (bytes < 1 || bytes > pinned.byteSize()) {
      throw new IllegalArgumentException(
          "cuda: a copy of " + bytes + " bytes, the host memory has " + pinned.byteSize());
    }
  }
}
