package rivulet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.check.Detest;
import rivulet.cli.CommandRun;
import rivulet.cli.VerifyCommand;

/** One command prints the whole DETEST table. */
final class DetestReportTest {
  @Test
  void everySolveIsPrintedAndArrives() {
    CommandRun run = CommandRun.of(List.of(new VerifyCommand()), "verify", "--detest");
    assertEquals(0, run.exitCode(), run.error());
    List<String> lines = run.output().lines().toList();
    assertEquals(Detest.TOLERANCES.size() * (25 + 4), lines.size());
    assertTrue(lines.get(1).contains("bosh3") && lines.get(1).contains("dop853"), lines.get(1));
    assertTrue(lines.get(2).startsWith("A1 "), lines.get(2));
    assertTrue(lines.get(27).startsWith("all "), lines.get(27));
    assertTrue(lines.stream().noneMatch(line -> line.contains("NaN")));
  }

  @Test
  void programsGetOneObject() {
    CommandRun run = CommandRun.of(List.of(new VerifyCommand()), "verify", "--detest", "--json");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(1, run.output().lines().count());
    JsonArray solves = run.json().getAsJsonArray("detest");
    assertEquals(3 * 25 * Detest.methods().size(), solves.size());
    for (JsonElement solve : solves) {
      JsonObject entry = solve.getAsJsonObject();
      assertEquals("finished", entry.get("status").getAsString());
      assertTrue(entry.get("error").getAsDouble() < 1, entry.toString());
      assertTrue(entry.get("evaluations").getAsInt() > 10, entry.toString());
    }
  }
}
