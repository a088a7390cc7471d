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
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.RunDirectory;

/** Random end times are part of the configuration and depend on seed and update alone. */
class SteerBitsTest {
  @TempDir Path directory;

  private FlowRun run(String name, double steer) {
    return new FlowRun(
        TrainingFixture.spec(),
        TrainingFixture.steered(steer),
        new TreeSet<>(Set.of(0, 1, 2)),
        TrainingFixture.images(),
        RunDirectory.create(directory.resolve(name)));
  }

  private static byte[] train(FlowRun run, int threads, long... stops) throws IOException {
    for (long steps : stops) {
      run.run(TrainingFixture.execution(steps, threads, true), (s, n, t) -> {}, () -> false);
    }
    return Files.readAllBytes(run.directory().model());
  }

  @Test
  void steeredRunsRepeat() throws IOException {
    byte[] whole = train(run("whole", 0.5), 2, 5);
    assertArrayEquals(whole, train(run("parts", 0.5), 1, 2, 5));
    assertNotEquals(Arrays.hashCode(whole), Arrays.hashCode(train(run("plain", 0), 2, 5)));
  }

  @Test
  void configurationTellsOnlyWhatWasAskedFor() {
    assertEquals("0.5", TrainingFixture.steered(0.5).provenance("x").get("steer"));
    assertFalse(TrainingFixture.steered(0).provenance("x").containsKey("steer"));
  }

  @Test
  void endsStayAfterTheStart() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TrainingFixture.steered(1)).getMessage();
    assertTrue(message.contains("steer must be 0 to below 1"), message);
  }
}
