package rivulet.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.TestDevice;
import rivulet.cli.CommandRun;
import rivulet.cli.GpuCheckCommand;
import rivulet.cli.SampleCommand;
import rivulet.cli.TinyModel;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;
import rivulet.wavelet.Wavelet;

/** {@code --backend} does what it says or fails with the reason; only {@code auto} falls back. */
final class BackendOptionContractTest {
  @TempDir Path directory;

  @BeforeEach
  void noLibraries() {
    System.setProperty("rivulet.cuda", directory.toString());
    System.setProperty("rivulet.openblas", directory.toString());
  }

  @AfterEach
  void clear() {
    System.clearProperty("rivulet.cuda");
    System.clearProperty("rivulet.openblas");
  }

  /** Draws two images of a tiny model. */
  private CommandRun sample(Object... more) {
    Path model = directory.resolve("model.safetensors");
    if (Files.notExists(model)) {
      TinyModel.write(model, TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    }
    List<Object> arguments = new ArrayList<>(List.of("sample", "--model", model, "--count", 2));
    arguments.addAll(List.of("--out", directory.resolve("picture.png"), "--threads", 1));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(List.of(new SampleCommand()), arguments.toArray());
  }

  @Test
  void whatIsMissingFails() {
    sample("--backend", "cuda")
        .assertFailsWith("rivulet: CUDA: no pair of libraries in " + directory, "RIVULET_CUDA");
    sample("--backend", "openblas").assertFailsWith("rivulet: OpenBLAS: no libopenblas.so.0");
    CommandRun.of(List.of(new GpuCheckCommand()), "gpu-check")
        .assertFailsWith("rivulet: CUDA: no pair of libraries in " + directory);
  }

  @Test
  void deviceThatFailsIsNamed() {
    try (TestDevice device = new TestDevice()) {
      device.fail("cudaGetDeviceCount", 0, 100);
      sample("--backend", "cuda").assertFailsWith("cudaGetDeviceCount returned 100");
      device.reset();
      device.fail("cudaMallocHost", 0, 2);
      sample("--backend", "cuda", "--offload-from", 0, "--offload-intensity", 0)
          .assertFailsWith("cudaMallocHost returned 2 (out of memory)");
      assertEquals("0 device, 0 pinned, 0 streams, 0 contexts", device.live());
    }
  }

  @Test
  void autoFallsBackAndSaysSo() {
    CommandRun run = sample("--backend", "auto");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(1, run.error().lines().count(), run.error());
    assertTrue(run.error().startsWith("backend auto: cpu, because of CUDA: no pair"), run.error());
  }

  @Test
  void autoTakesTheDevice() {
    try (TestDevice device = new TestDevice()) {
      CommandRun run = sample("--backend", "auto", "--offload-from", 0, "--offload-intensity", 0);
      assertEquals(0, run.exitCode(), run.error());
      List<String> said = run.error().lines().toList();
      assertEquals(2, said.size(), run.error());
      assertTrue(said.getFirst().startsWith("backend auto: cuda, Rivulet test device"));
      assertTrue(said.getLast().matches("cuda: [\\d,]+ products, .* KiB per image .*"));
      assertTrue(device.products() > 0);
      assertEquals("0 device, 0 pinned, 0 streams, 0 contexts", device.live());
    }
  }

  @Test
  void thresholdThatNothingReachesIsTold() {
    try (TestDevice device = new TestDevice()) {
      CommandRun run = sample("--backend", "cuda", "--offload-from", 1_000_000_000);
      assertEquals(0, run.exitCode(), run.error());
      assertTrue(
          run.error().contains("no convolution reaches --offload-from 1000000000"), run.error());
      assertEquals(0, device.products());
    }
  }

  @Test
  void tf32IsAsked() {
    try (TestDevice device = new TestDevice()) {
      for (boolean asked : new boolean[] {false, true}) {
        try (OffloadBackend cuda =
            new Offloading(BackendKind.CUDA, OffloadThreshold.ALL, asked).find().orThrow()) {
          cuda.release(cuda.acquire());
          assertEquals(asked ? 3 : 0, device.math());
        }
      }
    }
  }

  @Test
  void wrongUsage() {
    sample("--backend", "gpu")
        .assertWrongUsage("'gpu' is unknown; choose one of cpu, cuda, openblas");
    sample("--backend", "cuda", "--offload-from", -1)
        .assertWrongUsage("at least 0, found -1 and 500");
    sample("--tf32").assertWrongUsage("TF32 is arithmetic of cuda, the backend is cpu");
    CommandRun.of(List.of(new GpuCheckCommand()), "gpu-check", "--backend", "cpu")
        .assertWrongUsage("must be cuda or openblas");
    CommandRun.of(List.of(new GpuCheckCommand()), "gpu-check", "--images", 0)
        .assertWrongUsage("--images");
    CommandRun.of(List.of(new GpuCheckCommand()), "gpu-check", "--sizes", "4,0")
        .assertWrongUsage("--sizes");
  }
}
