package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This program still computes, bit by bit, what is on record in {@code testdata/digests}. */
final class DigestsGoldenTest {
  private static String digest(JsonObject runs, String name, String key) {
    return runs.getAsJsonObject(name).get(key).getAsString();
  }

  @Test
  void everyRecordedRunIsIdentical() throws IOException {
    CommandRun run =
        CommandRun.of(List.of(new VerifyCommand()), "verify", "--digests", "--threads", 2);
    assertEquals(0, run.exitCode(), run.output());
    List<String> lines = run.output().lines().toList();
    int runs = RecordedRuns.committed().getAsJsonObject("runs").size();
    assertTrue(runs >= 14, runs + " runs on record");
    assertEquals(runs + 1, lines.size(), run.output());
    assertTrue(
        lines.subList(0, runs).stream().allMatch(line -> line.startsWith("identical  ")),
        run.output());
    assertEquals(runs + " runs, 0 not as recorded", lines.getLast());
  }

  @Test
  void theNumberOfThreadsDoesNotMatter(@TempDir Path folder) throws IOException {
    RecordedRuns some = new RecordedRuns(folder);
    some.write("likelihood-bosh3", "matching", "play-matching");
    CommandRun run = some.verify("--threads", 1);
    assertEquals(0, run.exitCode(), run.output());
  }

  @Test
  void resumedAndMergedEqualOneRunOfAll() throws IOException {
    JsonObject runs = RecordedRuns.committed().getAsJsonObject("runs");
    for (String name : List.of("resumed", "levels-merged")) {
      for (String key : List.of("trained_model", "outputs")) {
        assertEquals(digest(runs, "matching", key), digest(runs, name, key), name + " " + key);
      }
    }
  }

  @Test
  void everyRunHasATrainedModelAndOutputsOnRecord() throws IOException {
    JsonObject runs = RecordedRuns.committed().getAsJsonObject("runs");
    for (String name : runs.keySet()) {
      for (String key : List.of("trained_model", "outputs")) {
        JsonElement digest = runs.getAsJsonObject(name).get(key);
        assertTrue(digest != null && digest.getAsString().matches("[0-9a-f]{64}"), name);
      }
    }
  }
}
