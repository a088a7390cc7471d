package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify --digests} notices what differs, says which and where, and records anew. */
final class DigestsFaultTest {
  private static final String FIRST = "pairing-optimal";
  private static final String SECOND = "older-recipe";

  @TempDir private Path folder;
  private RecordedRuns record;

  @BeforeEach
  void oneFolder() {
    record = new RecordedRuns(folder);
  }

  private static String committed(String name, String key) throws IOException {
    JsonObject runs = RecordedRuns.committed().getAsJsonObject("runs");
    return runs.getAsJsonObject(name).get(key).getAsString();
  }

  @ParameterizedTest
  @CsvSource({
    "initial_model, initial model",
    "trained_model, trained model",
    "outputs, outputs",
  })
  void aTamperedDigestIsNamedWithItsRun(String key, String name) throws IOException {
    record.write(FIRST, SECOND);
    String true64 = committed(SECOND, key);
    record.replace(true64, "0".repeat(64));
    CommandRun run = record.verify("--json");
    assertEquals(1, run.exitCode(), run.error());
    List<String> lines = run.error().lines().filter(line -> !line.endsWith("runs")).toList();
    assertTrue(lines.get(0).startsWith("identical  " + FIRST + " "), run.error());
    assertTrue(lines.get(1).startsWith("differs    " + SECOND + " "), run.error());
    String both = name + ": 000000000000 recorded, found " + true64.substring(0, 12);
    assertTrue(lines.get(1).endsWith(" " + both), run.error());
    assertEquals("2 runs, 1 not as recorded; the first: " + SECOND, lines.getLast());
    JsonObject object = run.json();
    assertFalse(object.get("passed").getAsBoolean());
    assertEquals(SECOND, object.get("first_different").getAsString());
    JsonArray digests = object.getAsJsonArray("digests");
    assertEquals("identical", digests.get(0).getAsJsonObject().get("result").getAsString());
    JsonObject second = digests.get(1).getAsJsonObject();
    assertEquals("differs", second.get("result").getAsString());
    assertEquals(true64, second.getAsJsonObject("found").get(key).getAsString());
  }

  @Test
  void anotherCommandComesToOtherDigests() throws IOException {
    record.write(FIRST);
    record.replace("--hidden 8,8", "--hidden 8,8 --seed 2");
    CommandRun run = record.verify();
    assertEquals(1, run.exitCode(), run.error());
    String line = run.output().lines().findFirst().orElseThrow();
    for (String part : List.of("initial model: ", "trained model: ", "outputs: ")) {
      assertTrue(line.contains(part), line);
    }
  }

  @Test
  void aCommandThatFailsFailsItsRunAlone() throws IOException {
    record.write(FIRST, SECOND);
    record.replace("--pairing optimal", "--pairing best");
    CommandRun run = record.verify();
    assertEquals(1, run.exitCode(), run.error());
    List<String> lines = run.output().lines().toList();
    assertTrue(lines.get(0).startsWith("failed     " + FIRST + " "), lines.get(0));
    assertTrue(
        lines.get(0).contains("train ended with 2: train: pairing 'best' is unknown"),
        lines.get(0));
    assertTrue(lines.get(1).startsWith("identical  " + SECOND + " "), lines.get(1));
  }

  @Test
  void recordingWritesWhatIsFoundAndNothingElse() throws IOException {
    record.write(FIRST);
    assertEquals(0, record.verify("--record").exitCode());
    String whole = record.text();
    record.replace(committed(FIRST, "outputs"), "f".repeat(64));
    CommandRun run = record.verify("--record");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals("recorded as they are now", run.output().lines().toList().getLast());
    assertEquals(whole, record.text());
  }

  @Test
  void nothingIsRecordedIfARunFails() throws IOException {
    record.write(FIRST);
    record.replace("--pairing optimal", "--pairing best");
    String before = record.text();
    assertEquals(1, record.verify("--record").exitCode());
    assertEquals(before, record.text());
  }

  @Test
  void noRecordOrABrokenOneIsOneLine() throws IOException {
    record.verify().assertFailsWith("has no digests.json");
    record.writeText("{\"runs\": ");
    record.verify().assertFailsWith("digests.json cannot be read");
    record.writeText("{\"runs\": []}");
    record.verify().assertFailsWith("digests.json cannot be read");
    record.writeText("{\"runs\": {\"a\": {}}}");
    record.verify().assertFailsWith("digests.json cannot be read: run 'a' has no commands");
    record.writeText("{\"runs\": {}}");
    record.verify().assertFailsWith("lists no runs");
  }

  @Test
  void oneTaskAtATime() {
    record.verify("--detest").assertWrongUsage("give one of them");
    CommandRun.of(List.of(new VerifyCommand()), "verify", "--record")
        .assertWrongUsage("--record belongs to --digests");
  }
}
