package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.ConditionKind;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.store.RunDirectory;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Runs with a matching phase depend on data, configuration and seed alone. */
class MatchingRunBitsTest {
  private static final int MATCHING = 4;
  private static final int STEPS = 7;

  @TempDir Path directory;

  private static ModelSpec spec() {
    return new ModelSpec(
            new WaveletPyramid(Wavelet.UNIMODULAR, 1, 8, 8, 3),
            Networks.of(List.of(16, 16), LayerKind.CONCAT, Activation.SOFTPLUS),
            PreTransformRecipe.parse("conditional-cdf", 0.05, 4))
        .withCondition(ConditionKind.LOG);
  }

  private FlowRun run(String name, boolean paired) {
    Matching matching =
        new Matching(MATCHING, TimeSampling.parse("logit-normal:-1:1.5"), paired, 1e-3);
    return new FlowRun(
        spec(),
        TrainingFixture.config(7, matching),
        new TreeSet<>(Set.of(0, 1, 2)),
        TrainingFixture.images(),
        RunDirectory.create(directory.resolve(name)));
  }

  private byte[] train(String name, boolean paired, int threads) throws IOException {
    FlowRun run = run(name, paired);
    run.run(TrainingFixture.execution(STEPS, threads, false), (s, n, t) -> {}, () -> false);
    return Files.readAllBytes(run.directory().model());
  }

  @Test
  void oneAndTwoThreadsGiveTheSameBytes() throws IOException {
    byte[] one = train("one", true, 1);
    assertArrayEquals(one, train("two", true, 2));
    assertFalse(Arrays.equals(one, train("unpaired", false, 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, MATCHING, 6})
  void resumedRunEqualsUninterruptedOne(int stop) throws IOException {
    byte[] whole = train("whole", true, 2);
    FlowRun run = run("parts", true);
    long[] seen = new long[1];
    run.run(
        TrainingFixture.execution(STEPS, 1, true), (s, n, t) -> seen[0] = s, () -> seen[0] == stop);
    assertEquals(stop, TrainingFixture.updates(run.directory()));
    run.run(TrainingFixture.execution(STEPS, 2, true), (s, n, t) -> {}, () -> false);
    assertArrayEquals(whole, Files.readAllBytes(run.directory().model()));
    assertEquals(
        Files.readString(directory.resolve("whole/metrics.csv")),
        Files.readString(directory.resolve("parts/metrics.csv")));
  }

  @Test
  void metricsTellThePhases() throws IOException {
    train("told", false, 1);
    List<String> rows = Files.readAllLines(directory.resolve("told/metrics.csv"));
    assertEquals(1 + 3 * STEPS, rows.size());
    assertTrue(rows.get(1).startsWith("0,0,NaN,"), rows.get(1));
    assertTrue(rows.getLast().split(",", -1)[3].equals("NaN"), rows.getLast());
  }

  @Test
  void severalBlocksAreRefused() {
    Matching all = new Matching(Matching.ALL, TimeSampling.UNIFORM, false, 1e-3);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new FlowRun(
                TrainingFixture.spec(),
                TrainingFixture.config(7, all),
                new TreeSet<>(Set.of(0)),
                TrainingFixture.images(),
                new RunDirectory(directory)));
  }
}
