package rivulet.nativebindings;

/**
 * Device 0, which can compute: libraries, driver, device and cuBLAS have answered. Another device
 * is chosen by CUDA's own variable CUDA_VISIBLE_DEVICES.
 *
 * @param name as the device says
 * @param capability compute capability, as "9.0"
 * @param bytes of device memory
 * @param driverVersion newest CUDA version that the driver serves, 1000·major + 10·minor
 * @param runtimeVersion version of the runtime library, likewise
 * @param blasVersion version of cuBLAS as it says
 */
public record CudaDevice(
    CudaLibraries libraries,
    String name,
    String capability,
    long bytes,
    int driverVersion,
    int runtimeVersion,
    int blasVersion) {

  /** Asks device and cuBLAS; the reason names the call that failed and what to do about it. */
  public static Availability<CudaDevice> probe(CudaLibraries libraries) {
    try {
      if (libraries.runtime().deviceCount() < 1) {
        return new Availability.Unavailable<>("CUDA: the driver knows no device");
      }
      return new Availability.Available<>(describe(libraries));
    } catch (NativeCallException e) {
      return new Availability.Unavailable<>("CUDA: " + e.getMessage() + cure(e));
    }
  }

  private static CudaDevice describe(CudaLibraries libraries) {
    Cudart runtime = libraries.runtime();
    long context = libraries.blas().newContext();
    int version;
    try {
      version = libraries.blas().version(context);
    } finally {
      libraries.blas().destroyContext(context);
    }
    return new CudaDevice(
        libraries,
        runtime.deviceName(),
        runtime.computeCapability(),
        runtime.deviceBytes(),
        runtime.driverVersion(),
        runtime.runtimeVersion(),
        version);
  }

  private static String cure(NativeCallException e) {
    boolean counting = e.call().equals("cudaGetDeviceCount");
    if (counting && e.status() == 35) {
      return "; no NVIDIA driver, or one too old for this CUDA: install the driver";
    }
    if (counting && e.status() == 100) {
      return "; there is a driver but no NVIDIA device that this process may use";
    }
    if (e.call().equals("cublasCreate_v2")) {
      return "; cuBLAS cannot start: no usable device, or no device memory left";
    }
    return "";
  }
}
