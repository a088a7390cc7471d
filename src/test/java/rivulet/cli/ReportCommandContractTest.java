package rivulet.cli;

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

/** {@code report} and {@code info} of runs, finished or not. */
final class ReportCommandContractTest {
  private static final int COUNT = 12;

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, COUNT);
  }

  private Path train(String name, Object... more) {
    Path run = folder.resolve(name);
    List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--out", run));
    words.addAll(List.of("--hidden", "4,4", "--batch", 6, "--pre-transform", "affine"));
    words.addAll(List.of("--threads", 1));
    words.addAll(List.of(more));
    CommandRun done = CommandRun.of(List.of(new TrainCommand()), words.toArray());
    assertEquals(0, done.exitCode(), done.error());
    return run;
  }

  private static JsonObject report(Object... words) {
    List<Object> line = new ArrayList<>(List.of("report", "--threads", 1, "--samples", 4));
    line.addAll(List.of(words));
    line.add("--json");
    CommandRun done = CommandRun.of(List.of(new ReportCommand()), line.toArray());
    assertEquals(0, done.exitCode(), done.error());
    return done.json();
  }

  @Test
  void measuresTheRunOnItsImagesAsEvalDoes() throws IOException {
    Path run = train("run", "--steps", 3);
    JsonObject told = report(run).getAsJsonArray("runs").get(0).getAsJsonObject();
    CommandRun eval =
        CommandRun.of(List.of(new EvalCommand()), "eval", "--model", run, "--data", data, "--json");
    assertEquals(eval.json().get("bits_per_dim"), told.get("bits_per_dim"));
    assertTrue(told.get("finished").getAsBoolean());
    String page = Files.readString(run.resolve("report.html"));
    for (String part : List.of("3 of 3 updates, finished", "samples", "learning_rate", "updates")) {
      assertTrue(page.contains(part), part);
    }
  }

  @Test
  void aTrainingWritesThePageThatTheCommandWouldWrite() throws IOException {
    Path run = train("run", "--steps", 3, "--report", "--validation", 2);
    Path page = run.resolve("report.html");
    String written = Files.readString(page);
    for (String part : List.of("Learning rate", "from training, after 3 updates", "samples")) {
      assertTrue(written.contains(part), part);
    }
    CommandRun.of(List.of(new ReportCommand()), "report", run, "--threads", 1);
    assertEquals(written, Files.readString(page));
  }

  @Test
  void aTrainingOfLevelsApartReportsItsCurves() throws IOException {
    Path run = train("run", "--steps", 3, "--report", "--only-levels", 1);
    assertTrue(Files.readString(run.resolve("report.html")).contains("Learning rate"));
  }

  @Test
  void severalRunsAreComparedImageByImage() throws IOException {
    Path one = train("one", "--steps", 3);
    Path two = train("two", "--steps", 3, "--seed", 2);
    Path page = folder.resolve("both.html");
    report(one, two, "--out", page);
    String text = Files.readString(page);
    assertTrue(text.contains("one, two"));
    assertTrue(text.matches("(?s).*[+-]\\d\\.\\d{4} ± \\d\\.\\d{4}.*"), text);
  }

  @Test
  void anUnfinishedRunIsKnownAsOne() {
    Path run = train("run", "--steps", 2, "--cosine-steps", 9);
    CommandRun begun =
        CommandRun.of(
            List.of(new TrainCommand()),
            "train",
            "--resume",
            "--out",
            run,
            "--steps",
            60,
            "--skip",
            500,
            "--time-limit",
            1);
    assertEquals(0, begun.exitCode(), begun.error());
    CommandRun info = CommandRun.of(List.of(new InfoCommand()), "info", run, "--json");
    JsonObject told = info.json().getAsJsonObject("run");
    assertEquals(60, told.get("steps").getAsLong());
    assertFalse(told.get("finished").getAsBoolean());
    assertEquals("matching", told.get("objective").getAsString());
    assertTrue(told.get("processor_seconds").getAsDouble() > 0);
    assertEquals(Version.number(), told.get("program_version").getAsString());
    assertEquals(
        told.get("updates").getAsString(),
        info.json().getAsJsonObject("provenance").get("updates").getAsString());
  }

  @Test
  void whatIsNoRunIsRefused() {
    CommandRun.of(List.of(new ReportCommand()), "report", folder)
        .assertFailsWith("is no folder of a run");
  }
}
