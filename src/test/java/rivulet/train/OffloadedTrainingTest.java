package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.TestDevice;
import rivulet.flow.network.ProbeKind;
import rivulet.nativebindings.NativeCallException;
import rivulet.store.ModelFile;
import rivulet.store.StoreException;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Backends;
import rivulet.tensor.backend.ComparedProducts;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;
import rivulet.tensor.kernel.Transfers;
import rivulet.train.descent.Schedule;

/** Whole training runs with a backend, beside the same run on the cpu. */
final class OffloadedTrainingTest {
  private static final String NOTHING = "0 device, 0 pinned, 0 streams, 0 contexts";
  private static final Set<Integer> ALL = Set.of(0, 1, 2);
  private static final int STEPS = 20;

  /**
   * Of the difference of two products, in 2⁻²⁴ relative to Σ|a·b|. Measured 16, where sums over 494
   * pixels meet whose terms agree in sign; shorter sums mostly agree in every bit.
   */
  private static final double PRODUCT_BOUND = 32;

  @TempDir Path directory;

  private FlowRun run(String name, Offloading offloading) {
    FlowRun usual = TrainingFixture.run(directory.resolve(name), ALL);
    return new FlowRun(
        usual.spec(),
        usual.config().with(offloading),
        usual.levels(),
        usual.data(),
        usual.directory());
  }

  private static List<Double> losses(FlowRun run) throws IOException {
    List<Double> bits = new ArrayList<>();
    List<String> lines = Files.readAllLines(run.directory().metricTable());
    for (String line : lines.subList(1, lines.size())) {
      bits.add(Double.parseDouble(line.split(",", -1)[2]));
    }
    return bits;
  }

  private static void train(FlowRun run, int steps) {
    run.run(TrainingFixture.execution(steps, 2, true), (s, n, t) -> {}, () -> false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "openblas"})
  void lossesFollowThoseOfTheCpu(String name) throws IOException {
    try (Backends present = new Backends(name)) {
      assertEquals(name, present.backend().name());
      FlowRun cpu = run("cpu", Offloading.NONE);
      train(cpu, STEPS);
      // Threshold 0: every convolution; the other one: those between the 16 hidden channels.
      for (long least : new long[] {0, 2L * 16 * 9 * 16 * 16}) {
        FlowRun other =
            run(
                name + least,
                new Offloading(BackendKind.named(name), new OffloadThreshold(least, 0), false));
        train(other, STEPS);
        List<Double> expected = losses(cpu);
        List<Double> found = losses(other);
        assertEquals(STEPS * ALL.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
          double bound = 1e-4 * Math.abs(expected.get(i));
          assertEquals(expected.get(i), found.get(i), bound, name + ", metric " + i);
        }
        SortedMap<String, String> provenance =
            ModelFile.read(other.directory().model()).provenance();
        assertEquals(name, provenance.get("backend"));
        assertEquals(Long.toString(least), provenance.get("backend_flops"));
        assertTrue(provenance.get("bits").startsWith("not reproducible"), provenance.get("bits"));
      }
    }
  }

  @Test
  void weightsCrossOncePerUpdate() {
    try (TestDevice device = new TestDevice();
        OpenBackend backend =
            new Offloading(BackendKind.CUDA, OffloadThreshold.ALL, false).open()) {
      FlowRun run = run("counted", backend.offloading());
      List<Transfers> after = new ArrayList<>();
      run.run(
          TrainingFixture.execution(4, 1, false),
          backend,
          (s, n, t) -> after.add(backend.transfers()),
          () -> false);
      long packs = after.getFirst().constants() / 2; // at the start, and after the first update
      assertTrue(packs >= ALL.size() * 2 * 3, "packed weights: " + packs);
      for (int step = 0; step < after.size(); step++) {
        assertEquals((step + 2) * packs, after.get(step).constants());
        assertEquals(
            (step + 2) * after.getFirst().constantBytes() / 2, after.get(step).constantBytes());
      }
      Transfers all = backend.transfers();
      assertEquals(device.bytesUp(), all.bytesUp() + all.constantBytes());
      assertEquals(device.bytesDown(), all.bytesDown());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cudaMalloc, 9, 2",
    "cudaMallocHost, 5, 2",
    "cudaStreamSynchronize, 700, 719",
    "cudaMemcpyAsync, 50, 1",
    "cudaMemcpyAsync, 2000, 700",
    "cublasSgemm_v2, 3000, 13",
    "cublasSgemmStridedBatched, 40, 14"
  })
  void failureInTheMiddleSurfaces(String call, long skip, int status) {
    try (TestDevice device = new TestDevice()) {
      device.fail(call, skip, status);
      FlowRun run = run("failing", new Offloading(BackendKind.CUDA, OffloadThreshold.ALL, false));
      NativeCallException failure =
          assertThrows(NativeCallException.class, () -> train(run, STEPS));
      assertEquals(call, failure.call());
      assertEquals(status, failure.status());
      assertEquals(NOTHING, device.live());
      assertTrue(Files.notExists(run.directory().model()));
    }
  }

  @Test
  void everyProductAgreesWithOurs() {
    try (Backends openBlas = new Backends("openblas")) {
      ComparedProducts compared = new ComparedProducts(openBlas.backend());
      Offloading offloading = new Offloading(BackendKind.OPENBLAS, OffloadThreshold.ALL, false);
      OpenBackend backend = new OpenBackend(offloading, Optional.<OffloadBackend>of(compared));
      // Groups of ten: sums over pixels longer than one chain of ours.
      TrainConfig config =
          new TrainConfig(
              7,
              10,
              10,
              new Schedule(5e-3, 3, 0),
              100,
              500,
              0,
              new Likelihood("bosh3", 1e-3, 0.01, 0.01, 1, ProbeKind.RADEMACHER),
              Matching.NONE);
      FlowRun usual = TrainingFixture.run(directory.resolve("compared"), ALL);
      new FlowRun(
              usual.spec(),
              config.with(offloading),
              usual.levels(),
              usual.data(),
              usual.directory())
          .run(TrainingFixture.execution(2, 1, false), backend, (s, n, t) -> {}, () -> false);
      assertTrue(compared.products() > 5_000, "products: " + compared.products());
      double u = compared.largestDifference() / 0x1p-24;
      assertTrue(
          u <= PRODUCT_BOUND, "largest difference " + u + " u relative to the sum of magnitudes");
    }
  }

  @Test
  void backendThatIsMissingStopsTheRun() {
    System.setProperty("rivulet.cuda", directory.toString());
    try {
      FlowRun run = run("missing", new Offloading(BackendKind.CUDA, OffloadThreshold.ALL, false));
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> train(run, 1));
      assertTrue(refused.getMessage().contains("no pair of libraries"), refused.getMessage());
    } finally {
      System.clearProperty("rivulet.cuda");
    }
  }

  @Test
  void resumingKeepsTheBackend() {
    try (TestDevice device = new TestDevice()) {
      FlowRun cuda = run("kept", new Offloading(BackendKind.CUDA, OffloadThreshold.ALL, false));
      train(cuda, 1);
      StoreException cpu =
          assertThrows(StoreException.class, () -> train(run("kept", Offloading.NONE), 2));
      assertTrue(cpu.getMessage().contains("backend = cuda, now asked for cpu"), cpu.getMessage());
      Offloading larger = new Offloading(BackendKind.CUDA, new OffloadThreshold(9, 0), false);
      StoreException other =
          assertThrows(StoreException.class, () -> train(run("kept", larger), 2));
      assertTrue(other.getMessage().contains("backend_flops = 0"), other.getMessage());
      train(cuda, 2);
      assertEquals(NOTHING, device.live());
    }
  }
}
