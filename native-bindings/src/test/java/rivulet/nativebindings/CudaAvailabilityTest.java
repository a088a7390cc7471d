package rivulet.nativebindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there is found in every version; what is not is a value with a reason and a cure. */
final class CudaAvailabilityTest {
  @TempDir Path empty;

  private static String reason(Availability<?> availability) {
    return assertInstanceOf(Availability.Unavailable.class, availability).reason();
  }

  @Test
  void noLibrary() {
    String reason = reason(CudaLibraries.find(Optional.of(empty)));
    assertTrue(reason.startsWith("CUDA: no pair of libraries in " + empty), reason);
    assertTrue(reason.contains("libcudart.so.12 with libcublas.so.12"), reason);
    assertTrue(reason.contains("RIVULET_CUDA"), reason);
  }

  @Test
  void halfAPair() {
    Path folder = TestDevice.build(12, "runtime");
    String reason = reason(CudaLibraries.find(Optional.of(folder)));
    assertTrue(reason.contains("libcudart.so.12 without libcublas.so.12"), reason);
  }

  @Test
  void fileThatIsNoLibrary() throws IOException {
    Files.writeString(empty.resolve("libcudart.so.13"), "no library");
    String reason = reason(CudaLibraries.find(Optional.of(empty)));
    assertTrue(reason.contains("libcudart.so.13 cannot be opened"), reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13})
  void everyVersion(int major) {
    Path folder = TestDevice.build(major, "both");
    TestDevice device = new TestDevice(folder, major);
    CudaLibraries libraries = CudaLibraries.find(Optional.of(folder)).orThrow();
    assertEquals(major, libraries.major());
    CudaDevice found = CudaDevice.probe(libraries).orThrow();
    assertEquals("Rivulet test device (no GPU)", found.name());
    assertEquals("0.1", found.capability());
    assertEquals(1 << 30, found.bytes());
    assertEquals(1000 * major, found.runtimeVersion());
    assertEquals(1000 * major + 10, found.driverVersion());
    assertEquals(10000 * major, found.blasVersion());
    assertEquals("0 device, 0 pinned, 0 streams, 0 contexts", device.live());
  }

  @ParameterizedTest
  @CsvSource({
    "cudaGetDeviceCount, 35, driver version is insufficient, install the driver",
    "cudaGetDeviceCount, 100, no CUDA-capable device, no NVIDIA device",
    "cublasCreate_v2, 1, CUBLAS_STATUS_NOT_INITIALIZED, cuBLAS cannot start",
    "cublasGetVersion_v2, 14, CUBLAS_STATUS_INTERNAL_ERROR, ''",
    "cudaGetDeviceProperties, 1, invalid argument, ''",
    "cudaDeviceGetAttribute, 1, invalid argument, ''",
    "cudaMemGetInfo, 1, invalid argument, ''",
    "cudaDriverGetVersion, 1, invalid argument, ''",
    "cudaRuntimeGetVersion, 1, invalid argument, ''",
    "cublasDestroy_v2, 1, CUBLAS_STATUS_NOT_INITIALIZED, ''"
  })
  void deviceThatDoesNotAnswer(String call, int status, String text, String cure) {
    Path folder = TestDevice.build(12, "both");
    TestDevice device = new TestDevice(folder, 12);
    device.fail(call, 0, status);
    String reason = reason(CudaDevice.probe(CudaLibraries.find(Optional.of(folder)).orThrow()));
    assertTrue(reason.startsWith("CUDA: " + call + " returned " + status + " ("), reason);
    assertTrue(reason.contains(text), reason);
    assertTrue(reason.contains(cure), reason);
    assertEquals("0 device, 0 pinned, 0 streams, 0 contexts", device.live());
  }

  @Test
  void reasonBecomesAnException() {
    Availability<CudaDevice> nothing =
        CudaLibraries.find(Optional.of(empty)).then(CudaDevice::probe);
    IllegalStateException refused = assertThrows(IllegalStateException.class, nothing::orThrow);
    assertEquals(reason(nothing), refused.getMessage());
  }
}
