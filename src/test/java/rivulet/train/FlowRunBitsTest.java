package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.flow.LevelParameters;
import rivulet.store.FileVersion;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;

/** A run's model depends on data, configuration and seed alone. */
class FlowRunBitsTest {
  private static final Set<Integer> ALL = Set.of(0, 1, 2);

  @TempDir Path directory;

  private byte[] train(String name, Set<Integer> levels, int threads) throws IOException {
    FlowRun run = TrainingFixture.run(directory.resolve(name), levels);
    run.run(TrainingFixture.execution(6, threads, false), (s, n, t) -> {}, () -> false);
    return Files.readAllBytes(run.directory().model());
  }

  @Test
  void oneAndTwoThreadsGiveTheSameBytes() throws IOException {
    assertArrayEquals(train("one", ALL, 1), train("two", ALL, 2));
  }

  @Test
  void resumedRunEqualsUninterruptedOne() throws IOException {
    byte[] whole = train("whole", ALL, 2);
    FlowRun run = TrainingFixture.run(directory.resolve("parts"), ALL);
    run.run(TrainingFixture.execution(4, 1, true), (s, n, t) -> {}, () -> false);
    run.run(TrainingFixture.execution(6, 2, true), (s, n, t) -> {}, () -> false);
    assertArrayEquals(whole, Files.readAllBytes(run.directory().model()));
    assertEquals(
        Files.readString(directory.resolve("whole/metrics.csv")),
        Files.readString(directory.resolve("parts/metrics.csv")));
  }

  @Test
  void stoppedRunLeavesCheckpointAndTheModelOfItsUpdates() throws IOException {
    FlowRun run = TrainingFixture.run(directory.resolve("stopped"), ALL);
    long[] seen = new long[1];
    FlowRun.Outcome outcome =
        run.run(
            TrainingFixture.execution(6, 2, false), (s, n, t) -> seen[0] = s, () -> seen[0] == 3);
    assertEquals(3, outcome.updates());
    assertEquals(3, TrainingFixture.updates(run.directory()));
    run.run(TrainingFixture.execution(6, 2, true), (s, n, t) -> {}, () -> false);
    assertArrayEquals(train("straight", ALL, 1), Files.readAllBytes(run.directory().model()));
  }

  @Test
  void trainingOfTheVersionBeforeGoesOnAndThoseOfOlderAreRefused() throws IOException {
    byte[] whole = train("whole", ALL, 2);
    FlowRun run = TrainingFixture.run(directory.resolve("parts"), ALL);
    run.run(TrainingFixture.execution(4, 1, true), (s, n, t) -> {}, () -> false);
    Path state = run.directory().checkpoint();
    Path kept = Files.copy(state, directory.resolve("kept"));
    FileVersion.write(kept, "3", state);
    StoreException older =
        assertThrows(
            StoreException.class,
            () -> run.run(TrainingFixture.execution(6, 2, true), (s, n, t) -> {}, () -> false));
    assertTrue(older.getMessage().contains("numerics = 3, now asked for 5"), older.getMessage());
    FileVersion.write(kept, "4", state);
    run.run(TrainingFixture.execution(6, 2, true), (s, n, t) -> {}, () -> false);
    assertArrayEquals(whole, Files.readAllBytes(run.directory().model()));
  }

  @Test
  void levelsTrainedApartMergeToOneRun() throws IOException {
    byte[] whole = train("together", ALL, 2);
    train("a", Set.of(0, 2), 1);
    train("b", Set.of(1), 2);
    StoredModel a = ModelFile.read(directory.resolve("a/model.safetensors"));
    StoredModel b = ModelFile.read(directory.resolve("b/model.safetensors"));
    assertThrows(StoreException.class, a::complete);
    TreeMap<Integer, LevelParameters> levels = new TreeMap<>(a.levels());
    levels.putAll(b.levels());
    Path merged = directory.resolve("merged.safetensors");
    ModelFile.write(
        merged,
        new StoredModel(a.spec(), a.pixelTransform(), levels, a.provenance(), a.dequantisation()));
    assertArrayEquals(whole, Files.readAllBytes(merged));
  }

  @Test
  void tapeSizeChangesNoBit() throws IOException {
    byte[] whole = train("wide", ALL, 2);
    FlowRun run = TrainingFixture.run(directory.resolve("narrow"), ALL);
    run.run(new FlowRun.Execution(6, 2, 0, 0, false), (s, n, t) -> {}, () -> false);
    assertArrayEquals(whole, Files.readAllBytes(run.directory().model()));
  }

  @Test
  void existingRunIsNotOverwritten() throws IOException {
    train("kept", ALL, 1);
    StoreException refused = assertThrows(StoreException.class, () -> train("kept", ALL, 1));
    assertTrue(refused.getMessage().contains("`resume`"), refused.getMessage());
  }

  @Test
  void otherConfigurationIsNotResumed() throws IOException {
    train("mine", ALL, 1);
    FlowRun other =
        new FlowRun(
            TrainingFixture.spec(),
            TrainingFixture.config(8, Matching.NONE),
            TrainingFixture.run(directory.resolve("mine"), ALL).levels(),
            TrainingFixture.images(),
            new RunDirectory(directory.resolve("mine")));
    StoreException refused =
        assertThrows(
            StoreException.class,
            () -> other.run(TrainingFixture.execution(8, 1, true), (s, n, t) -> {}, () -> false));
    assertTrue(refused.getMessage().contains("seed = 7, now asked for 8"), refused.getMessage());
  }
}
