package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.cli.output.ProcessorTime;
import rivulet.flow.network.Networks;
import rivulet.store.ModelFile;
import rivulet.store.RunSettings;

/** What a run remembers, and what is said of updates that were skipped. */
final class ResumedRunContractTest {
  private static final int COUNT = 12;

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, COUNT);
  }

  private CommandRun train(Object... line) {
    List<Object> words = new ArrayList<>(List.of("train", "--threads", 1));
    words.addAll(List.of(line));
    return CommandRun.of(List.of(new TrainCommand()), words.toArray());
  }

  private CommandRun begin(String run, Object... more) {
    List<Object> words = new ArrayList<>(List.of("--data", data, "--out", folder.resolve(run)));
    words.addAll(List.of("--hidden", "4,4", "--batch", 6, "--pre-transform", "affine"));
    words.addAll(List.of(more));
    return train(words.toArray());
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void aRunGoesOnByItsOwnSettings() throws IOException {
    CommandRun whole = begin("whole", "--steps", 12, "--seed", 5, "--no-residual");
    assertEquals(0, whole.exitCode(), whole.error());
    begin("parts", "--steps", 5, "--cosine-steps", 12, "--seed", 5, "--no-residual");
    Path parts = folder.resolve("parts");
    CommandRun rest = train("--resume", "--out", parts, "--steps", 12);
    assertEquals(0, rest.exitCode(), rest.error());
    assertArrayEquals(model("whole"), model("parts"));
    CommandRun again = train("--resume", "--out", parts);
    assertTrue(again.output().contains("after 12 updates"), again.output());
    assertArrayEquals(model("whole"), model("parts"));
    assertFalse(
        ((Networks) ModelFile.read(parts.resolve("model.safetensors")).spec().fields()).residual());
  }

  @Test
  void aFinishedRunIsLengthenedByAnotherFall() throws IOException {
    begin("short", "--steps", 8);
    CommandRun longer = train("--resume", "--out", folder.resolve("short"), "--steps", 16);
    assertEquals(0, longer.exitCode(), longer.error());
    assertTrue(longer.error().contains("the rate rises again after update 8"), longer.error());
    CommandRun whole = begin("whole", "--steps", 16, "--cosine-steps", "8,16");
    assertEquals(0, whole.exitCode(), whole.error());
    assertArrayEquals(model("whole"), model("short"));
  }

  /** Updates are not undone, so the run is not described as one of fewer. */
  @Test
  void fewerStepsThanDoneLeaveTheRunAsLongAsItIs() throws IOException {
    begin("run", "--steps", 6);
    Path run = folder.resolve("run");
    byte[] model = model("run");
    CommandRun shorter = train("--resume", "--out", run, "--steps", 2);
    assertEquals(0, shorter.exitCode(), shorter.error());
    assertTrue(shorter.output().contains("after 6 updates, more than the 2"), shorter.output());
    assertArrayEquals(model, model("run"));
    assertEquals("6", RunSettings.read(run).orElseThrow().options().get("--steps"));
    JsonObject said =
        CommandRun.of(List.of(new InfoCommand()), "info", run, "--json")
            .json()
            .getAsJsonObject("run");
    assertEquals(6, said.get("steps").getAsLong());
    assertTrue(said.get("finished").getAsBoolean());
  }

  private void assertRefusedAndUnchanged(Path run, String line, Object... asked)
      throws IOException {
    Path settings = run.resolve("settings.json");
    String before = Files.readString(settings);
    String metrics = Files.readString(run.resolve("metrics.csv"));
    List<Object> words = new ArrayList<>(List.of("--resume", "--out", run));
    words.addAll(List.of(asked));
    CommandRun refused = train(words.toArray());
    assertEquals(1, refused.exitCode());
    assertTrue(refused.error().contains(line), refused.error());
    assertEquals(before, Files.readString(settings));
    assertEquals(metrics, Files.readString(run.resolve("metrics.csv")));
  }

  @Test
  void whatIsRefusedLeavesTheRunAsItWas() throws IOException {
    begin("whole", "--steps", 9, "--cosine-steps", "6,9");
    begin("run", "--steps", 6);
    Path run = folder.resolve("run");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path other = TinyImages.write(elsewhere, COUNT + 1);
    assertRefusedAndUnchanged(run, "was trained with data_sha256", "--data", other, "--steps", 14);
    assertRefusedAndUnchanged(run, "was trained with", "--cosine-steps", "3,9", "--steps", 9);
    CommandRun rest = train("--resume", "--out", run, "--steps", 9);
    assertEquals(0, rest.exitCode(), rest.error());
    assertArrayEquals(model("whole"), model("run"));
  }

  @Test
  void whereThereIsNoRunItIsSaid() {
    Path nowhere = folder.resolve("nowhere");
    train("--resume", "--out", nowhere)
        .assertWrongUsage(nowhere + " holds no run to go on with; give --data to begin one there");
    assertFalse(Files.exists(nowhere));
    CommandRun begun = begin("fresh", "--resume", "--steps", 1);
    assertEquals(0, begun.exitCode(), begun.error());
  }

  @Test
  void anotherRunIsRefusedBeforeImagesAreRead() {
    begin("run", "--steps", 1);
    train("--data", folder.resolve("nowhere"), "--out", folder.resolve("run"))
        .assertFailsWith("holds a run already; add --resume to continue it");
  }

  @Test
  void noStepsGiveTheUntrainedModelFromWhichTheRunGoesOn() throws IOException {
    CommandRun none = begin("parts", "--steps", 0);
    assertEquals(0, none.exitCode(), none.error());
    CommandRun rest = train("--resume", "--out", folder.resolve("parts"), "--steps", 4);
    assertEquals(0, rest.exitCode(), rest.error());
    begin("whole", "--steps", 4);
    assertArrayEquals(model("whole"), model("parts"));
  }

  @Test
  void contradictionsAreRefusedByName() {
    begin("run", "--steps", 2);
    Path run = folder.resolve("run");
    train("--resume", "--out", run, "--batch", 3)
        .assertWrongUsage("has --batch 6, now 3; leave that out or choose another --out");
    train("--resume", "--out", run, "--limit", 3)
        .assertWrongUsage("has --limit unset, now 3; leave that out or choose another --out");
    train("--resume", "--out", run, "--preset", "good").assertWrongUsage("leave --preset out");
    CommandRun same = train("--resume", "--out", run, "--batch", 6, "--hidden", "4,4");
    assertEquals(0, same.exitCode(), same.error());
  }

  @Test
  void otherImagesAreRefused() throws IOException {
    begin("run", "--steps", 2);
    byte[] file = Files.readAllBytes(data);
    file[20]++;
    Path other = Files.write(folder.resolve("other-idx3-ubyte"), file);
    CommandRun run = train("--resume", "--out", folder.resolve("run"), "--data", other);
    assertEquals(1, run.exitCode(), run.error());
    assertTrue(run.error().contains("data_sha256"), run.error());
  }

  @Test
  void aScheduleThatWouldHaveBeenAnotherIsRefused() {
    begin("run", "--steps", 8);
    CommandRun run =
        train("--resume", "--out", folder.resolve("run"), "--steps", 16, "--cosine-steps", 16);
    assertEquals(1, run.exitCode(), run.error());
    assertTrue(run.error().contains("cosine_ends = 8, now asked for 16"), run.error());
  }

  @Test
  void skippedUpdatesAreCounted() {
    CommandRun run = begin("run", "--steps", 8, "--skip", 1e-9, "--json");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(3 * 8, run.json().get("skipped_updates").getAsInt());
    assertTrue(run.error().contains("24 updates of levels skipped"), run.error());
  }

  @Test
  void tooManySkippedUpdatesEndTheRunAndItsStateIsSaved() {
    CommandRun run = begin("run", "--steps", 40, "--skip", 1e-9);
    assertEquals(1, run.exitCode(), run.error());
    String last = run.error().lines().toList().getLast();
    assertTrue(last.contains("the last 11 updates up to update 10 were all skipped"), last);
    assertTrue(last.contains("a lower learning rate"), last);
    assertTrue(Files.exists(folder.resolve("run/checkpoint.safetensors")));
  }

  @Test
  void withoutStepsTheirNumberFitsTheTimeAndRepeatsTheRun() throws IOException {
    long limit = 3 + (long) new ProcessorTime(Long.MAX_VALUE).used();
    CommandRun timed = begin("timed", "--warm-up", 10, "--time-limit", limit, "--json");
    assertEquals(0, timed.exitCode(), timed.error());
    long done = timed.json().get("steps").getAsLong();
    assertTrue(done >= 10, timed.output());
    String falls =
        ModelFile.read(folder.resolve("timed/model.safetensors")).provenance().get("cosine_ends");
    begin("again", "--warm-up", 10, "--steps", done, "--cosine-steps", falls);
    assertArrayEquals(model("again"), model("timed"));
  }
}
