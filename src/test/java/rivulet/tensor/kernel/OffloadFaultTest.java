package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.TestDevice;
import rivulet.nativebindings.NativeCallException;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.kernel.convolution.ConvolutionRun;
import rivulet.tensor.kernel.convolution.KernelGradientRun;
import rivulet.tensor.kernel.convolution.OffloadedConvolution;
import rivulet.tensor.kernel.convolution.OffloadedKernelGradient;

/** Every call that may fail, failing at several moments: an exception, and nothing left behind. */
final class OffloadFaultTest {
  private static final String NOTHING = "0 device, 0 pinned, 0 streams, 0 contexts";
  private static final Offloading CUDA =
      new Offloading(BackendKind.CUDA, OffloadThreshold.ALL, false);
  private static final Shape IMAGE = new Shape(1, 6, 5);
  private static final KernelShape KERNEL = new KernelShape(16, 17, 3);

  /** A forward convolution and a kernel gradient, several images, in chunks. */
  private static void work() {
    try (OffloadBackend backend = CUDA.find().orThrow();
        Arena arena = Arena.ofShared()) {
      Offload offload = new Offload(backend, OffloadThreshold.ALL, 12_000);
      ConvolutionRun run =
          new ConvolutionRun(
              arena,
              IMAGE,
              KERNEL,
              false,
              (input, outputs) -> new OffloadedConvolution(input, outputs, 3, offload),
              3);
      run.run();
      new KernelGradientRun(
              arena, IMAGE, KERNEL, 1, new OffloadedKernelGradient(IMAGE, KERNEL, 1, offload), 3)
          .accumulate();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cudaMalloc, 2",
    "cudaFree, 700",
    "cudaMallocHost, 2",
    "cudaFreeHost, 700",
    "cudaStreamCreateWithFlags, 2",
    "cudaStreamDestroy, 400",
    "cudaStreamSynchronize, 700",
    "cudaMemcpyAsync, 719",
    "cublasSetStream_v2, 1",
    "cublasSetMathMode, 7",
    "cublasSgemm_v2, 13",
    "cublasSgemmStridedBatched, 14"
  })
  void everyFailureSurfacesAndLeaksNothing(String call, int status) {
    try (TestDevice device = new TestDevice()) {
      int failures = 0;
      for (int skip = 0; skip < 60; skip += skip < 6 ? 1 : 13) {
        device.reset();
        device.fail(call, skip, status);
        try {
          work();
        } catch (NativeCallException e) {
          assertEquals(call, e.call());
          assertEquals(status, e.status());
          assertTrue(e.getMessage().startsWith(call + " returned " + status + " ("));
          failures++;
        }
        assertEquals(NOTHING, device.live(), call + " after " + skip);
      }
      assertTrue(failures > 0, call + " is never made");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1"})
  void creatingAContextFails(int skip, int status) {
    try (TestDevice device = new TestDevice()) {
      device.fail("cublasCreate_v2", skip, status);
      RuntimeException refused = assertThrows(RuntimeException.class, OffloadFaultTest::work);
      assertTrue(refused.getMessage().contains("cublasCreate_v2 returned 1"), refused.toString());
      assertEquals(NOTHING, device.live());
    }
  }

  @Test
  void severalReleasesFail() {
    try (TestDevice device = new TestDevice()) {
      device.fail("cudaFree", 0, 700);
      device.fail("cudaFreeHost", 0, 700);
      device.fail("cublasDestroy_v2", 1, 1);
      NativeCallException first = assertThrows(NativeCallException.class, OffloadFaultTest::work);
      assertEquals(2, first.getSuppressed().length);
      assertEquals(NOTHING, device.live());
    }
  }

  @Test
  void weightsCrossOnceAndImagesAsOftenAsTheyAreRead() {
    try (TestDevice device = new TestDevice();
        OffloadBackend backend = CUDA.find().orThrow();
        Arena arena = Arena.ofShared()) {
      Offload offload = new Offload(backend, OffloadThreshold.ALL);
      ConvolutionRun run =
          new ConvolutionRun(
              arena,
              IMAGE,
              KERNEL,
              false,
              (input, outputs) -> new OffloadedConvolution(input, outputs, 3, offload),
              3);
      long weights = 4L * 9 * 32 * 16;
      assertEquals(new Transfers(0, 0, 0, 1, weights), backend.transfers());
      run.run();
      run.run();
      long up = 4L * 32 * (7 + 3 * 7 * 6);
      long down = 4L * 16 * (3 * 7 * 6 - 7);
      assertEquals(new Transfers(18, 2 * up, 2 * down, 1, weights), backend.transfers());
      assertEquals(weights + 2 * up, device.bytesUp());
      assertEquals(2 * down, device.bytesDown());
    }
  }
}
