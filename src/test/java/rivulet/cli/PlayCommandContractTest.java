package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.points.PlaneDensity;

/** The keys of a result, its independence of threads, tables, files, and wrong usage. */
final class PlayCommandContractTest {
  private static final Object[] SMALL = {
    "--steps", 3, "--batch", 128, "--hidden", "16,16", "--points", 70, "--tolerance", 1e-3
  };

  @TempDir private Path folder;

  private static CommandRun run(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(SMALL));
    arguments.addAll(List.of(more));
    return plain(arguments.toArray());
  }

  private static CommandRun plain(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("play"));
    arguments.addAll(List.of(more));
    return CommandRun.of(List.of(new PlayCommand()), arguments.toArray());
  }

  private static JsonObject json(Object... more) {
    CommandRun run = run(more);
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(1, run.output().lines().count(), run.output());
    return run.json();
  }

  @Test
  void printsTheKeysInTheirOrder() {
    JsonObject said = json("--density", "pinwheel", "--json");
    assertEquals(
        List.of(
            "density",
            "dimensions",
            "objective",
            "steps",
            "nll",
            "standard_error",
            "entropy",
            "points",
            "divergence",
            "evaluations",
            "seconds"),
        List.copyOf(said.keySet()));
    assertEquals(2.315, said.get("entropy").getAsDouble());
    assertEquals(70, said.get("points").getAsInt());
    assertEquals("exact", said.get("divergence").getAsString());
    assertTrue(said.get("nll").getAsDouble() > 2, said.toString());
    assertTrue(said.get("standard_error").getAsDouble() > 0, said.toString());
  }

  @Test
  void threadsDoNotMatter() {
    for (String objective : List.of("matching", "likelihood")) {
      JsonObject one =
          json("--density", "moons", "--objective", objective, "--threads", 1, "--json");
      JsonObject two =
          json("--density", "moons", "--objective", objective, "--threads", 2, "--json");
      assertEquals(one.get("nll"), two.get("nll"));
      assertEquals(one.get("evaluations"), two.get("evaluations"));
      assertEquals(objective, one.get("objective").getAsString());
    }
  }

  @Test
  void peopleReadTheDistanceFromTheEntropy() {
    CommandRun run = run("--density", "8gaussians");
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.output().contains("nats per point over 70 held-out"), run.output());
    JsonObject said = json("--density", "8gaussians", "--json");
    double nll = said.get("nll").getAsDouble();
    double error = said.get("standard_error").getAsDouble();
    String expected =
        String.format(Locale.ROOT, "8gaussians: %.4f +- %.4f nats per point", nll, error);
    assertTrue(run.output().contains(expected), run.output());
    String above = String.format(Locale.ROOT, "entropy 2.8280 nats, so %.4f above", nll - 2.828);
    assertTrue(run.output().contains(above), run.output());
  }

  private Path table(int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble();
      text.append(a + "," + (a + random.nextDouble()) + "," + random.nextDouble() + "\n");
    }
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  @Test
  void aTableHasNoKnownEntropy() throws IOException {
    Path out = folder.resolve("out");
    JsonObject said = json("--data", table(100), "--out", out, "--json");
    assertTrue(said.get("entropy").isJsonNull(), said.toString());
    assertEquals("table.csv", said.get("density").getAsString());
    assertEquals(3, said.get("dimensions").getAsInt());
    assertEquals(20, said.get("points").getAsInt());
    List<String> samples = Files.readAllLines(out.resolve("samples.csv"));
    assertEquals(10_001, samples.size());
    assertEquals("a,b,c", samples.getFirst());
    assertEquals(3, samples.getFirst().split(",").length);
    assertTrue(Files.notExists(out.resolve("density.png")));
  }

  @Test
  void aDensityInThePlaneHasAPicture() throws IOException {
    json("--density", "moons", "--out", folder.resolve("a"), "--json");
    BufferedImage picture = ImageIO.read(folder.resolve("a/density.png").toFile());
    assertTrue(picture.getWidth() >= 1200, picture.getWidth() + " pixels");
    String drawing = Files.readString(folder.resolve("a/density.svg"));
    assertTrue(drawing.contains(">ln p, held-out points</text>"), drawing);
    for (String column : PlaneDensity.MOONS.columns().names()) {
      assertTrue(drawing.contains(">" + column + "</text>"), column);
    }
  }

  @Test
  void aDensityOnTheLineTellsItsMassesAndHasAPicture() throws IOException {
    for (String density : List.of("twonormals", "uniform", "gumbel", "claw")) {
      JsonObject said = json("--density", density, "--json");
      assertEquals(1, said.get("dimensions").getAsInt());
      JsonObject masses = said.getAsJsonObject("masses");
      assertEquals(List.of("bands", "times", "least", "most"), List.copyOf(masses.keySet()));
      assertEquals(0.1, masses.get("least").getAsDouble(), 1e-3);
      assertEquals(0.1, masses.get("most").getAsDouble(), 1e-3);
    }
    CommandRun run = run("--density", "gumbel", "--out", folder.resolve("line"));
    assertTrue(run.output().contains("mass of each tenth"), run.output());
    assertTrue(run.output().contains("entropy 1.5772 nats"), run.output());
    BufferedImage picture = ImageIO.read(folder.resolve("line/density.png").toFile());
    assertTrue(picture.getWidth() >= 1200, picture.getWidth() + " pixels");
    String drawing = Files.readString(folder.resolve("line/density.svg"));
    assertTrue(drawing.contains(">mass of one band on its way</text>"), drawing);
  }

  @Test
  void aTableOfOneColumnIsOnTheLine() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("height\n");
    for (int i = 0; i < 100; i++) {
      text.append(170 + 10 * random.nextDouble()).append('\n');
    }
    Path csv = Files.writeString(folder.resolve("one.csv"), text);
    JsonObject said = json("--data", csv, "--out", folder.resolve("one"), "--json");
    assertEquals(1, said.get("dimensions").getAsInt());
    assertTrue(said.get("entropy").isJsonNull(), said.toString());
    assertTrue(said.has("masses"), said.toString());
    String drawing = Files.readString(folder.resolve("one/density.svg"));
    assertTrue(drawing.contains(">height</text>"), drawing);
  }

  @Test
  void theMixtureKnowsItsVelocity() {
    JsonObject said = json("--density", "mixture", "--dimensions", 3, "--json");
    assertTrue(said.get("velocity_error").getAsDouble() > 0, said.toString());
    JsonObject table =
        json("--density", "mixture", "--dimensions", 3, "--sample-counts", "8,64", "--json");
    JsonArray rows = table.getAsJsonArray("velocity_errors");
    assertEquals(2, rows.size());
    assertEquals(64, rows.get(1).getAsJsonObject().get("samples").getAsInt());
    assertTrue(rows.get(1).getAsJsonObject().get("relative_error").getAsDouble() < 1.2);
  }

  @Test
  void wrongUsage() {
    run().assertWrongUsage("give either --density NAME or --data FILE, found neither");
    run("--density", "moons", "--data", "x.csv").assertWrongUsage("found both");
    run("--density", "squares").assertWrongUsage("density: 'squares' is unknown");
    run("--density", "moons", "--objective", "x").assertWrongUsage("objective 'x' is unknown");
    plain("--density", "moons", "--steps", 0).assertWrongUsage("--steps must be at least 1");
    plain("--density", "moons", "--points", 1).assertWrongUsage("--points must be at least 2");
    plain("--density", "moons", "--batch", 100).assertWrongUsage("multiples");
    plain("--density", "moons", "--hidden", 0).assertWrongUsage("hidden widths must be 1 to");
    plain("--density", "moons", "--tolerance", 1e-300).assertWrongUsage("less than rounding");
    run("--density", "moons", "--layer", "x").assertWrongUsage("layer: 'x' is unknown");
    run("--density", "moons", "--sample-counts", 8).assertWrongUsage("needs --density mixture");
    run("--density", "mixture", "--dimensions", 0).assertWrongUsage("dimensions");
    run("--density", "mixture", "--sample-counts", 0).assertWrongUsage("0 training points");
    Path out = folder.resolve("table");
    run("--density", "mixture", "--sample-counts", 8, "--out", out)
        .assertWrongUsage("--sample-counts prints a table and writes no files, but --out is given");
    assertFalse(Files.exists(out));
  }

  @Test
  void thePageIsForLooking() throws IOException {
    run("--density", "moons", "--page", "--out", folder.resolve("x"))
        .assertWrongUsage("--page is for looking, but --out is given");
    plain("--density", "moons", "--page", "--json")
        .assertWrongUsage("--page is for looking, but --json is given");
    plain("--data", table(20), "--page")
        .assertWrongUsage("the page shows one column or two, table.csv has 3");
    plain("--density", "moons", "--page", "--hidden", 0)
        .assertWrongUsage("hidden widths must be 1 to");
    plain("--density", "moons", "--pairing", "x").assertWrongUsage("pairing 'x' is unknown");
    plain("--density", "moons", "--kinetic", 1)
        .assertWrongUsage("--kinetic belongs to likelihood and --pairing to matching");
    plain("--density", "moons", "--port", 0).assertWrongUsage("--port belongs to --page");
  }

  @Test
  void tablesThatCannotBeRead() throws IOException {
    run("--data", folder.resolve("none.csv")).assertFailsWith("csv: ", "none.csv: no such file");
    Path file = Files.writeString(folder.resolve("bad.csv"), "1,2\n3,x\n");
    run("--data", file).assertFailsWith("line 2", "'x'", "number is needed");
    run("--data", table(5)).assertFailsWith("5 rows", "at least 10");
  }
}
