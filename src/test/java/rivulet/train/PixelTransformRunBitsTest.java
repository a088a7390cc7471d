package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.data.Sha256;
import rivulet.flow.LevelParameters;
import rivulet.noise.DequantisationKind;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.log.RunMetrics;

/** A run with atoms and noise that leaves them alone depends on data and configuration only. */
class PixelTransformRunBitsTest {
  private static final Set<Integer> ALL = Set.of(0, 1, 2);
  private static final ImageSet IMAGES = AtomModel.images(1, 30);

  @TempDir Path directory;

  private FlowRun run(String name, Set<Integer> levels, Optional<StartingPoint> from) {
    return new FlowRun(
        AtomModel.spec(1, 3, "atoms"),
        TrainingFixture.bent(TrainingFixture.config()),
        new TreeSet<>(levels),
        IMAGES,
        RunDirectory.create(directory.resolve(name)),
        from);
  }

  private byte[] train(String name, Set<Integer> levels, int threads) throws IOException {
    FlowRun run = run(name, levels, Optional.empty());
    run.run(TrainingFixture.execution(6, threads, false), (s, n, t) -> {}, () -> false);
    return Files.readAllBytes(run.directory().model());
  }

  @Test
  void threadsAndInterruptionsChangeNoByte() throws IOException {
    byte[] whole = train("one", ALL, 1);
    assertArrayEquals(whole, train("two", ALL, 2));
    assertArrayEquals(whole, train("three", ALL, 3));
    FlowRun parts = run("parts", ALL, Optional.empty());
    parts.run(TrainingFixture.execution(4, 1, true), (s, n, t) -> {}, () -> false);
    parts.run(TrainingFixture.execution(6, 2, true), (s, n, t) -> {}, () -> false);
    assertArrayEquals(whole, Files.readAllBytes(parts.directory().model()));
  }

  @Test
  void levelsTrainedApartMergeToOneRun() throws IOException {
    byte[] whole = train("together", ALL, 2);
    train("a", Set.of(0, 2), 1);
    train("b", Set.of(1), 2);
    StoredModel a = ModelFile.read(directory.resolve("a/model.safetensors"));
    StoredModel b = ModelFile.read(directory.resolve("b/model.safetensors"));
    assertEquals(a.pixelTransform().parameters(), b.pixelTransform().parameters());
    TreeMap<Integer, LevelParameters> levels = new TreeMap<>(a.levels());
    levels.putAll(b.levels());
    Path merged = directory.resolve("merged.safetensors");
    ModelFile.write(
        merged,
        new StoredModel(a.spec(), a.pixelTransform(), levels, a.provenance(), a.dequantisation()));
    assertArrayEquals(whole, Files.readAllBytes(merged));
  }

  /** A run from a model keeps its transform, whatever images it is trained on. */
  @Test
  void runsFromAModelKeepItsTransform() throws IOException {
    train("first", ALL, 1);
    Path file = directory.resolve("first/model.safetensors");
    StoredModel first = ModelFile.read(file);
    FlowRun next =
        new FlowRun(
            first.spec(),
            TrainingFixture.bent(TrainingFixture.config()),
            new TreeSet<>(ALL),
            IMAGES.slice(0, 12),
            RunDirectory.create(directory.resolve("next")),
            Optional.of(new StartingPoint(first, Sha256.ofFile(file))));
    next.run(TrainingFixture.execution(2, 1, false), (s, n, t) -> {}, () -> false);
    StoredModel second = ModelFile.read(next.directory().model());
    assertEquals(first.pixelTransform().parameters(), second.pixelTransform().parameters());
    assertTrue(first.pixelTransform().parameters().containsKey("cdf.positions"));
  }

  /**
   * Noise trained for such a model: the same bytes by one thread and two, the transform as it was.
   */
  @Test
  void trainedNoiseLeavesTheTransform() throws IOException {
    train("first", ALL, 1);
    Path file = directory.resolve("first/model.safetensors");
    StartingPoint point = new StartingPoint(ModelFile.read(file), Sha256.ofFile(file));
    byte[][] models = new byte[2][];
    for (int threads = 1; threads <= 2; threads++) {
      RunDirectory run = RunDirectory.create(directory.resolve("noise" + threads));
      NoiseRun noise = new NoiseRun(point, 4, 2, TrainingFixture.config(), IMAGES, run);
      try (OpenBackend backend = noise.config().offloading().open()) {
        noise.run(
            TrainingFixture.execution(2, threads, false), backend, (s, n, t) -> {}, () -> false);
      }
      models[threads - 1] = Files.readAllBytes(run.model());
      StoredModel found = ModelFile.read(run.model());
      assertEquals(DequantisationKind.VARIATIONAL, found.dequantisation().kind());
      assertEquals(
          point.model().pixelTransform().parameters(), found.pixelTransform().parameters());
      double[] bounds = RunMetrics.read(run).column("bits_per_dim", LevelMetrics.WHOLE_IMAGE);
      assertTrue(bounds[0] > 0 && bounds[0] < 8, "bound " + bounds[0]); // log-det of atoms included
    }
    assertArrayEquals(models[0], models[1]);
  }
}
