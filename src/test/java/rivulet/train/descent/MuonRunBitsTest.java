package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.flow.TimeSampling;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;
import rivulet.train.FlowRun;
import rivulet.train.Matching;
import rivulet.train.TrainingFixture;

/** Runs by Muon, with averaged weights, depend on data, configuration and seed alone. */
class MuonRunBitsTest {
  private static final int STEPS = 6;

  @TempDir Path directory;

  private FlowRun run(String name, OptimiserKind optimiser) {
    Matching matching = new Matching(Matching.ALL, TimeSampling.UNIFORM, false, 1e-3);
    return new FlowRun(
        TrainingFixture.spec(1),
        TrainingFixture.config(7, matching).with(optimiser),
        new TreeSet<>(Set.of(0, 1, 2)),
        TrainingFixture.images(),
        RunDirectory.create(directory.resolve(name)));
  }

  private static void train(FlowRun run, long steps, int threads) {
    run.run(TrainingFixture.execution(steps, threads, true), (s, n, t) -> {}, () -> false);
  }

  private byte[] model(String name, OptimiserKind optimiser, int threads) throws IOException {
    FlowRun run = run(name, optimiser);
    train(run, STEPS, threads);
    return Files.readAllBytes(run.directory().model());
  }

  @Test
  void oneAndTwoThreadsGiveTheSameBytes() throws IOException {
    byte[] one = model("one", OptimiserKind.MUON, 1);
    assertArrayEquals(one, model("two", OptimiserKind.MUON, 2));
    assertFalse(Arrays.equals(one, model("adam", OptimiserKind.ADAM, 1)));
  }

  @Test
  void resumedRunEqualsUninterruptedOne() throws IOException {
    FlowRun parts = run("parts", OptimiserKind.MUON);
    train(parts, 4, 2);
    train(parts, STEPS, 1);
    assertArrayEquals(
        model("whole", OptimiserKind.MUON, 1), Files.readAllBytes(parts.directory().model()));
  }

  /** Of each network of three layers, the first two kernels are Muon's. */
  @Test
  void checkpointsNameTheRules() {
    FlowRun run = run("named", OptimiserKind.MUON);
    train(run, 1, 1);
    try (SafetensorsFile file = SafetensorsFile.open(run.directory().checkpoint())) {
      Set<String> names =
          file.names().stream()
              .filter(name -> name.startsWith("muon."))
              .collect(Collectors.toSet());
      assertEquals(6, names.size(), names::toString);
      assertTrue(names.contains("muon.2.0.layers.1._layer.weight.momentum"), names::toString);
      assertTrue(file.names().contains("adam.2.0.layers.2._layer.weight.first"));
      assertFalse(file.names().contains("adam.2.0.layers.1._layer.weight.first"));
    }
  }

  @Test
  void otherOptimiserIsNotResumed() {
    train(run("adam", OptimiserKind.ADAM), STEPS, 1);
    train(run("muon", OptimiserKind.MUON), STEPS, 1);
    assertRefused("optimiser = adam, now asked for muon", run("adam", OptimiserKind.MUON));
    assertRefused("optimiser = muon, now asked for adam", run("muon", OptimiserKind.ADAM));
  }

  private static void assertRefused(String said, FlowRun run) {
    StoreException refused = assertThrows(StoreException.class, () -> train(run, STEPS + 1, 1));
    assertTrue(refused.getMessage().contains("was trained with " + said), refused.getMessage());
  }

  /** So that files of Adam stay as they were. */
  @Test
  void modelsNameAnOptimiserOtherThanAdam() {
    FlowRun adam = run("adam", OptimiserKind.ADAM);
    FlowRun muon = run("muon", OptimiserKind.MUON);
    train(adam, 1, 1);
    train(muon, 1, 1);
    assertFalse(
        ModelFile.read(adam.directory().model()).provenance().containsKey(OptimiserKind.KEY));
    assertEquals(
        "muon", ModelFile.read(muon.directory().model()).provenance().get(OptimiserKind.KEY));
  }
}
