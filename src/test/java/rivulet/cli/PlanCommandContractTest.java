package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a training costs is told before it, and the paper's models are those of the paper. */
final class PlanCommandContractTest {
  @TempDir private Path folder;

  /** Published counts in thousands (arXiv 2106.08462, tables 1 and 2). */
  @ParameterizedTest
  @CsvSource({
    "paper-cifar10-2x8, 1336",
    "paper-cifar10-2x20, 3339",
    "paper-cifar10-3x6, 1529",
    "PAPER-cifar10-3x20, 5096",
    "paper-imagenet64-3x30, 7644",
    "paper-imagenet128-4x8, 2741"
  })
  void presetsHaveThePublishedParameters(String preset, long thousands) {
    PlanCommand command = new PlanCommand();
    new CommandLine(command).parseArgs("--preset", preset);
    assertEquals(thousands, Math.round(command.plan().parameters() / 1000.0));
  }

  private static CommandRun plan(Object... words) {
    List<Object> all = new ArrayList<>(List.of("plan"));
    all.addAll(List.of(words));
    return CommandRun.of(List.of(new PlanCommand()), all.toArray());
  }

  private static JsonObject json(CommandRun done) {
    assertEquals(0, done.exitCode(), done.error());
    return JsonParser.parseString(done.output().lines().toList().getLast()).getAsJsonObject();
  }

  @Test
  void aPlanTellsParametersOperationsMemoryAndHours() {
    JsonObject found =
        json(
            plan(
                (Object[])
                    "--shape 1x8x8 --hidden 4,4 --batch 10 --steps 1000 --threads 1 --json"
                        .split(" ", -1)));
    assertEquals(1000, found.get("steps").getAsLong());
    assertTrue(found.get("flops_per_image").getAsLong() > 0);
    assertTrue(found.get("memory_bytes").getAsLong() > 0);
    double hours = found.get("hours").getAsDouble();
    assertTrue(hours > 0 && hours < 1, "hours " + hours);
    assertEquals(found.get("seconds").getAsDouble() / 3600, hours, 1e-12);
    assertTrue(hours * 3600 >= 900 * found.get("seconds_per_update").getAsDouble());
  }

  @Test
  void settingsOfARunAreAConfiguration() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.writeString(
        file, "{\"options\": {\"--hidden\": \"4,4\", \"--levels\": \"2\", \"--steps\": \"7\"}}");
    PlanCommand command = new PlanCommand();
    new CommandLine(command)
        .parseArgs("--config", file.toString(), "--shape", "1x8x8", "--levels", "1");
    assertEquals(1, command.plan().levels(), "what is given on the command line counts");
    PlanCommand plain = new PlanCommand();
    new CommandLine(plain).parseArgs("--shape", "1x8x8", "--levels", "1", "--hidden", "4,4");
    assertEquals(plain.plan().parameters(), command.plan().parameters());
  }

  @Test
  void whatCannotBePlannedIsRefused() {
    plan().assertWrongUsage("give --data, --shape CxHxW");
    plan("--shape", "28x28").assertWrongUsage("such as 3x32x32");
    plan("--preset", "best").assertWrongUsage("paper-cifar10-2x8");
    plan("--preset", "good", "--config", "x").assertWrongUsage("leave one of them out");
    CommandRun missing = plan("--shape", "1x8x8", "--config", "none");
    assertEquals(1, missing.exitCode());
    assertTrue(missing.error().contains("none: is no file of settings"), missing.error());
  }
}
