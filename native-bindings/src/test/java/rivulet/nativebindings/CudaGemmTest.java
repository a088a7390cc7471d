package rivulet.nativebindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies and products on the test device, through the real signatures. */
final class CudaGemmTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
  private static final int FLOATS = 1000;

  private TestDevice device;
  private Cudart cuda;
  private Cublas blas;
  private long stream;
  private long context;
  private long memory;
  private MemorySegment pinned;

  @BeforeEach
  void open() {
    Path folder = TestDevice.build(12, "both");
    device = new TestDevice(folder, 12);
    CudaLibraries libraries = CudaLibraries.find(Optional.of(folder)).orThrow();
    cuda = libraries.runtime();
    blas = libraries.blas();
    stream = cuda.newStream();
    context = blas.newContext();
    blas.useStream(context, stream);
    memory = cuda.allocate(4L * FLOATS);
    pinned = cuda.allocatePinned(4L * FLOATS);
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.reset();
      cuda.freePinned(pinned);
      cuda.free(memory);
      blas.destroyContext(context);
      cuda.destroyStream(stream);
      assertEquals("0 device, 0 pinned, 0 streams, 0 contexts", device.live());
    }
  }

  private void fill() {
    for (int i = 0; i < FLOATS; i++) {
      pinned.setAtIndex(FLOAT, i, i % 13 - 6);
    }
    cuda.toDevice(pinned, memory, 4L * FLOATS, stream);
    cuda.await(stream);
  }

  private float result(int index) {
    return pinned.getAtIndex(FLOAT, index);
  }

  private static double value(int index) {
    return index % 13 - 6;
  }

  private long at(int index) {
    return memory + 4L * index;
  }

  @Test
  void rowMajorProductOfStridedMatrices() {
    fill();
    // A is 5x7 in rows of 9 from 0, B is 7x3 in rows of 4 from 100, C is 5x3 in rows of 6 from 200.
    blas.multiply(
        context,
        new StridedGemm()
            .extent(5, 3, 7)
            .left(at(0), 9, false)
            .right(at(100), 4)
            .result(at(200), 6, true));
    cuda.toHost(memory, pinned, 4L * FLOATS, stream);
    cuda.await(stream);
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 3; column++) {
        double sum = value(200 + 6 * row + column);
        for (int k = 0; k < 7; k++) {
          sum += value(9 * row + k) * value(100 + 4 * k + column);
        }
        assertEquals(sum, result(200 + 6 * row + column));
      }
      assertEquals(value(200 + 6 * row + 3), result(200 + 6 * row + 3), "between rows of C");
    }
    assertEquals(4L * FLOATS, device.bytesUp());
    assertEquals(4L * FLOATS, device.bytesDown());
  }

  @Test
  void batchOfTransposedShiftedViews() {
    fill();
    // Three views of 8x4 matrices, each one row later, all transposed and against one B of 8x5.
    blas.multiply(
        context,
        new StridedGemm()
            .extent(4, 5, 8)
            .batch(3, 4, 0, 20)
            .left(at(0), 4, true)
            .right(at(300), 5)
            .result(at(400), 5, false));
    cuda.toHost(memory, pinned, 4L * FLOATS, stream);
    cuda.await(stream);
    for (int n = 0; n < 3; n++) {
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 5; column++) {
          double sum = 0;
          for (int k = 0; k < 8; k++) {
            sum += value(4 * (k + n) + row) * value(300 + 5 * k + column);
          }
          assertEquals(sum, result(400 + 20 * n + 5 * row + column));
        }
      }
    }
    assertEquals(1, device.products());
  }

  @Test
  void nothingIsThereBeforeTheWait() {
    fill();
    pinned.fill((byte) 0);
    cuda.toHost(memory, pinned, 4L * FLOATS, stream);
    assertEquals(0f, result(0), "the device had not been awaited");
    cuda.await(stream);
    assertEquals(-6f, result(0));
  }

  @Test
  void tf32OnlyWhenAsked() {
    blas.allowTf32(context, false);
    assertEquals(0, device.math());
    blas.allowTf32(context, true);
    assertEquals(3, device.math());
  }

  @Test
  void misuseIsRefusedWithCallAndStatus() {
    StridedGemm outside =
        new StridedGemm()
            .extent(5, 3, 7)
            .left(at(990), 7, false)
            .right(at(100), 3)
            .result(at(200), 3, false);
    assertStatus("cublasSgemm_v2", 13, () -> blas.multiply(context, outside));
    StridedGemm overlapping =
        new StridedGemm()
            .extent(5, 3, 7)
            .left(at(0), 7, false)
            .right(at(100), 3)
            .result(at(20), 3, false);
    assertStatus("cublasSgemm_v2", 7, () -> blas.multiply(context, overlapping));
    assertStatus("cublasSetStream_v2", 1, () -> blas.useStream(stream, stream));
    assertStatus("cudaFree", 1, () -> cuda.free(at(1)));
    assertStatus("cudaStreamSynchronize", 400, () -> cuda.await(context));
    assertStatus("cudaMemcpyAsync", 1, () -> cuda.toDevice(pinned, at(1), 4L * FLOATS, stream));
  }

  @Test
  void productsOfImpossibleExtentAreRefusedHere() {
    StridedGemm gemm = new StridedGemm();
    assertThrows(IllegalArgumentException.class, () -> gemm.extent(0, 1, 1));
    gemm.extent(2, 3, 4);
    assertThrows(IllegalArgumentException.class, () -> gemm.left(0, 3, false));
    assertThrows(IllegalArgumentException.class, () -> gemm.left(0, 1, true));
    assertThrows(IllegalArgumentException.class, () -> gemm.right(0, 2));
    assertThrows(IllegalArgumentException.class, () -> gemm.result(0, 2, false));
    assertThrows(IllegalArgumentException.class, () -> gemm.batch(2, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> cuda.toHost(memory, pinned, 4L * FLOATS + 1, stream));
  }

  private static void assertStatus(String call, int status, Runnable misuse) {
    NativeCallException refused = assertThrows(NativeCallException.class, misuse::run);
    assertEquals(call, refused.call());
    assertEquals(status, refused.status());
    assertTrue(refused.getMessage().startsWith(call + " returned " + status + " ("));
  }
}
