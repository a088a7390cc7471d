package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.log.RunMetrics;

/**
 * A run judged on its way keeps the best model, and ends, at the same update in any number of
 * parts.
 */
final class BestModelBitsTest {
  private static final int PATIENCE = 2;

  @TempDir private Path folder;

  /** Nothing that is trained on: what is learnt makes these worse, sooner or later. */
  private static ImageSet others() {
    ImageSet images = TrainingFixture.images();
    byte[] pixels = new byte[6 * 64];
    byte[] image = new byte[64];
    for (int n = 0; n < 6; n++) {
      images.read(n, image);
      for (int i = 0; i < 64; i++) {
        pixels[64 * n + i] = (byte) ~image[i];
      }
    }
    return ImageSets.of("others", 1, 8, 8, pixels);
  }

  private FlowRun run(String name, Set<Integer> levels, int patience) {
    TrainConfig config =
        TrainingFixture.config(7, new Matching(Matching.ALL, TimeSampling.UNIFORM, false, 1e-3));
    return new FlowRun(
        TrainingFixture.spec(1),
        config,
        new TreeSet<>(levels),
        TrainingFixture.images(),
        RunDirectory.create(folder.resolve(name)),
        Optional.empty(),
        new HeldBack(0, Optional.of(others()), patience));
  }

  private FlowRun run(String name) {
    return run(name, Set.of(0, 1, 2), PATIENCE);
  }

  private static FlowRun.Outcome train(FlowRun run, long steps, int threads) {
    return run.run(TrainingFixture.execution(steps, threads, true), (s, n, t) -> {}, () -> false);
  }

  private static double bits(Path file) {
    StoredModel model = ModelFile.read(file);
    EvaluationOptions options =
        EvaluationOptions.of(
            7, SolverOptions.adaptive("bosh3", 1e-3), ProbeKind.RADEMACHER, model.dequantisation());
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(model.complete(), Divergence.hutchinson(), false, Tuning.DEFAULT)) {
      return Evaluation.of(flow, others(), options, 1, (done, all) -> {}).bitsPerDim();
    }
  }

  @Test
  void theBestModelIsTheOneThatTheMetricsSay() {
    FlowRun run = run("run");
    List<Double> told = new ArrayList<>();
    FlowRun.Outcome outcome =
        run.run(
            TrainingFixture.execution(60, 1, false),
            new FlowRun.Listener() {
              @Override
              public void updated(long step, long steps, List<LevelMetrics> metrics) {}

              @Override
              public void judged(FlowRun.Judged found, boolean better) {
                told.add(found.bitsPerDim());
              }
            },
            () -> false);
    assertTrue(outcome.enough(), "no end by patience");
    FlowRun.Judged best = outcome.best().orElseThrow();
    assertEquals(outcome.updates(), best.updates() + 2 * PATIENCE);
    assertEquals(best.bitsPerDim(), bits(run.directory().best()));
    assertEquals(told.getLast(), bits(run.directory().model()));
    assertTrue(told.stream().allMatch(bits -> bits >= best.bitsPerDim()), told.toString());
    double[] column = RunMetrics.read(run.directory()).column(StoredModel.VALIDATION_BITS, 1);
    for (int step = 0; step < column.length; step++) {
      double expected = step % 2 == 1 ? told.get(step / 2) : Double.NaN;
      assertEquals(expected, column[step], "update " + step);
    }
    StoredModel kept = ModelFile.read(run.directory().best());
    assertEquals(Long.toString(best.updates()), kept.provenance().get(StoredModel.UPDATES));
    assertEquals(
        Double.toString(best.bitsPerDim()), kept.provenance().get(StoredModel.VALIDATION_BITS));
  }

  @Test
  void partsAndThreadsChangeNothing() throws IOException {
    FlowRun whole = run("whole");
    FlowRun.Outcome expected = train(whole, 60, 1);
    FlowRun parts = run("parts");
    long[] seen = new long[1];
    parts.run(TrainingFixture.execution(60, 2, true), (s, n, t) -> seen[0] = s, () -> seen[0] == 3);
    seen[0] = 0;
    parts.run(TrainingFixture.execution(60, 1, true), (s, n, t) -> seen[0] = s, () -> seen[0] == 6);
    assertEquals(expected, withBytesOf(expected, train(parts, 60, 2)));
    for (String file : List.of("best.safetensors", "model.safetensors", "metrics.csv")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("parts").resolve(file)),
          file);
    }
    assertEquals(expected.updates(), train(parts, 60, 1).updates(), "it had ended");
  }

  private static FlowRun.Outcome withBytesOf(FlowRun.Outcome other, FlowRun.Outcome found) {
    return new FlowRun.Outcome(
        found.updates(), found.skipped(), other.nativeBytes(), found.best(), found.enough());
  }

  @Test
  void judgingChangesNoUpdate() throws IOException {
    FlowRun judged = run("judged", Set.of(0, 1, 2), 100);
    FlowRun.Outcome outcome = train(judged, 8, 1);
    assertFalse(outcome.enough());
    FlowRun plain = run("plain", Set.of(0, 1, 2), 0);
    assertEquals(Optional.empty(), train(plain, 8, 1).best());
    assertArrayEquals(
        Files.readAllBytes(plain.directory().model()),
        Files.readAllBytes(judged.directory().model()));
    assertFalse(Files.exists(plain.directory().best()));
  }

  @Test
  void aRunWhoseBestModelIsGoneBeginsToJudgeAnew() throws IOException {
    FlowRun run = run("gone", Set.of(0, 1, 2), 100);
    train(run, 4, 1);
    Files.delete(run.directory().best());
    assertEquals(6, train(run, 6, 1).best().orElseThrow().updates());
  }

  @Test
  void whatCannotBeJudgedIsRefused() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> run("some", Set.of(0, 1), 1))
            .getMessage()
            .contains("`only-levels` [0, 1]"));
    assertThrows(IllegalArgumentException.class, () -> new HeldBack(3, Optional.empty(), PATIENCE));
    assertThrows(IllegalArgumentException.class, () -> new HeldBack(3, Optional.of(others()), -1));
  }
}
