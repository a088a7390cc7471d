package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.Sha256;
import rivulet.flow.ModelSpec;
import rivulet.noise.DequantisationKind;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;

/** Runs that begin with a trained model. */
class StartingPointTest {
  @TempDir Path directory;

  private StartingPoint point;

  @BeforeEach
  void train() {
    FlowRun first = TrainingFixture.run(directory.resolve("first"), Set.of(0, 1, 2));
    first.run(TrainingFixture.execution(3, 1, false), (s, n, t) -> {}, () -> false);
    Path file = first.directory().model();
    point = new StartingPoint(ModelFile.read(file), Sha256.ofFile(file));
  }

  private FlowRun run(String name, TrainConfig config) {
    return new FlowRun(
        point.model().spec(),
        config,
        new TreeSet<>(Set.of(0, 1, 2)),
        TrainingFixture.images(),
        RunDirectory.create(directory.resolve(name)),
        Optional.of(point));
  }

  private StoredModel train(String name, int steps, int threads) {
    FlowRun run = run(name, TrainingFixture.config());
    run.run(TrainingFixture.execution(steps, threads, true), (s, n, t) -> {}, () -> false);
    return ModelFile.read(run.directory().model());
  }

  @Test
  void withoutUpdatesTheModelIsTheOneItStartedFrom() {
    StoredModel same = train("none", 0, 1);
    point
        .model()
        .levels()
        .forEach((level, numbers) -> {
          for (int block = 0; block < numbers.blocks().size(); block++) {
            int k = block;
            numbers
                .blocks()
                .get(k)
                .forEach((name, values) ->
                    assertArrayEquals(
                        values, same.levels().get(level).blocks().get(k).get(name), name));
          }
        });
    assertEquals(point.sha256(), same.provenance().get("started_from"));
  }

  @Test
  void updatesGoOnFromThereWithEqualBitsOverThreadsAndResumptions() throws IOException {
    train("whole", 4, 2);
    FlowRun parts = run("parts", TrainingFixture.config());
    long[] seen = new long[1];
    parts.run(TrainingFixture.execution(4, 1, true), (s, n, t) -> seen[0] = s, () -> seen[0] == 2);
    assertEquals(2, TrainingFixture.updates(parts.directory()));
    train("parts", 4, 1);
    byte[] whole = Files.readAllBytes(directory.resolve("whole/model.safetensors"));
    assertArrayEquals(whole, Files.readAllBytes(directory.resolve("parts/model.safetensors")));
    assertNotEquals(
        Files.readString(directory.resolve("first/metrics.csv")).lines().toList().get(1),
        Files.readString(directory.resolve("whole/metrics.csv")).lines().toList().get(1));
  }

  @Test
  void checkpointOfAnotherStartIsRefused() {
    train("mixed", 2, 1);
    point = new StartingPoint(point.model(), "0".repeat(64));
    StoreException e = assertThrows(StoreException.class, () -> train("mixed", 3, 1));
    assertTrue(e.getMessage().contains("started_from"), e.getMessage());
  }

  @Test
  void anotherDescriptionOrNoiseIsRefused() {
    ModelSpec other = TrainingFixture.spec(1);
    assertFalse(other.equals(point.model().spec()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new FlowRun(
                other,
                TrainingFixture.config(),
                new TreeSet<>(Set.of(0)),
                TrainingFixture.images(),
                new RunDirectory(directory.resolve("other")),
                Optional.of(point)));
    TrainConfig bent = TrainingFixture.config().with(DequantisationKind.TRUNCATED_NORMAL);
    assertThrows(IllegalArgumentException.class, () -> run("bent", bent));
  }
}
