package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.TestDevice;

/** What doctor looks at, with and without the libraries. */
final class DoctorCommandContractTest {
  @TempDir Path empty;

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new DoctorCommand()), arguments);
  }

  private static JsonObject finding(JsonObject said, String name) {
    for (JsonElement entry : said.getAsJsonArray("findings")) {
      if (entry.getAsJsonObject().get("name").getAsString().equals(name)) {
        return entry.getAsJsonObject();
      }
    }
    throw new AssertionError("no finding '" + name + "' in " + said);
  }

  @Test
  void looksAtEverything() {
    CommandRun run = run("doctor", "--json");
    assertEquals(0, run.exitCode(), run.error());
    List<String> names = new ArrayList<>();
    run.json()
        .getAsJsonArray("findings")
        .forEach(entry -> names.add(entry.getAsJsonObject().get("name").getAsString()));
    assertEquals(
        List.of(
            "system",
            "JDK",
            "vectors",
            "FMA",
            "compiler",
            "cores",
            "memory",
            "fonts",
            "C libraries",
            "CUDA",
            "OpenBLAS"),
        names);
    assertEquals("found", finding(run.json(), "C libraries").get("state").getAsString());
  }

  @Test
  void missingLibrariesAreNamedWithACure() {
    System.setProperty("rivulet.cuda", empty.toString());
    System.setProperty("rivulet.openblas", empty.toString());
    try {
      CommandRun run = run("doctor");
      assertEquals(0, run.exitCode(), run.error());
      assertTrue(
          run.output().contains("CUDA         missing: no pair of libraries in " + empty),
          run.output());
      assertTrue(run.output().contains("apt install libopenblas0"), run.output());
    } finally {
      System.clearProperty("rivulet.cuda");
      System.clearProperty("rivulet.openblas");
    }
  }

  @Test
  void deviceIsNamedAndLeftAlone() {
    try (TestDevice device = new TestDevice()) {
      JsonObject cuda = finding(run("doctor", "--json").json(), "CUDA");
      assertEquals("found", cuda.get("state").getAsString());
      assertTrue(cuda.get("text").getAsString().contains("Rivulet test device"), cuda.toString());
      assertEquals("0 device, 0 pinned, 0 streams, 0 contexts", device.live());
    }
  }
}
