package rivulet.nativebindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The real libraries on a machine without a GPU; run by {@code src/test/real-cuda}, which fetches
 * them. RIVULET_REAL_CUDA names their folder, RIVULET_REAL_CUDA_STATUS what counting devices must
 * return: 35 without a driver library, 100 with one.
 */
@EnabledIfEnvironmentVariable(named = "RIVULET_REAL_CUDA", matches = ".+")
final class RealCudaTest {
  private CudaLibraries libraries;

  @BeforeEach
  void everySymbolResolves() {
    Path folder = Path.of(System.getenv("RIVULET_REAL_CUDA"));
    libraries = CudaLibraries.find(Optional.of(folder)).orThrow();
  }

  @Test
  void noDriverOrNoDevice() {
    int status = Integer.parseInt(System.getenv("RIVULET_REAL_CUDA_STATUS"));
    String reason =
        assertInstanceOf(Availability.Unavailable.class, CudaDevice.probe(libraries)).reason();
    assertTrue(reason.startsWith("CUDA: cudaGetDeviceCount returned " + status + " ("), reason);
    System.err.println(reason);
  }

  @Test
  void contextCannotBeMade() {
    NativeCallException refused =
        assertThrows(NativeCallException.class, () -> libraries.blas().newContext());
    assertEquals("cublasCreate_v2", refused.call());
    assertEquals(1, refused.status());
    System.err.println(refused.getMessage());
  }

  @Test
  void memoryAndStreamsAreRefused() {
    Cudart cuda = libraries.runtime();
    assertEquals(
        "cudaMalloc", assertThrows(NativeCallException.class, () -> cuda.allocate(64)).call());
    assertEquals(
        "cudaMallocHost",
        assertThrows(NativeCallException.class, () -> cuda.allocatePinned(64)).call());
    assertEquals(
        "cudaStreamCreateWithFlags",
        assertThrows(NativeCallException.class, cuda::newStream).call());
  }
}
