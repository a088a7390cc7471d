package rivulet.cli.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.check.quality.FrechetDistance;
import rivulet.check.quality.KernelDistance;
import rivulet.cli.CommandRun;
import rivulet.store.NpyWriter;

/** {@code frechet} reads tables and says every number. */
final class FrechetCommandContractTest {
  @TempDir private Path folder;

  private static double[][] features(int rows, int columns, long seed) {
    Random random = new Random(seed);
    double[][] features = new double[rows][];
    for (int n = 0; n < rows; n++) {
      features[n] = random.doubles(columns, -1, 1).toArray();
    }
    return features;
  }

  private Path file(String name, double[][] rows) {
    Path file = folder.resolve(name);
    NpyWriter.doubles(file, new long[] {rows.length, rows[0].length}, n -> rows[n]);
    return file;
  }

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new FrechetCommand()), arguments);
  }

  @Test
  void saysEveryNumber() {
    double[][] samples = features(30, 5, 1);
    double[][] images = features(41, 5, 2);
    CommandRun run = run("frechet", file("a.npy", samples), file("b.npy", images), "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals(30, said.get("rows").getAsInt());
    assertEquals(41, said.get("reference_rows").getAsInt());
    assertEquals(5, said.get("features").getAsInt());
    double frechet = FrechetDistance.squared(samples, images);
    assertEquals(frechet, said.get("frechet_squared").getAsDouble(), 0.0);
    assertTrue(said.get("frechet_squared_floor").getAsDouble() > 0);
    KernelDistance kernel = KernelDistance.of(samples, images, 1);
    assertEquals(kernel.squared(), said.get("mmd_squared").getAsDouble(), 0.0);
    assertEquals(kernel.standardError(), said.get("mmd_squared_standard_error").getAsDouble(), 0.0);
    assertTrue(run.error().lines().allMatch(line -> line.length() <= 80), run.error());
  }

  @Test
  void withoutEnoughRowsForHalvesThereIsNoFloor() {
    Path a = file("a.npy", features(9, 7, 1));
    CommandRun run = run("frechet", a, file("b.npy", features(9, 7, 2)), "--json");
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.json().get("frechet_squared_floor").isJsonNull());
    assertTrue(run.error().contains("no floor"), run.error());
  }

  @Test
  void tablesThatDoNotBelongTogetherAreOneLine() {
    Path a = file("a.npy", features(9, 3, 1));
    run("frechet", a, file("b.npy", features(9, 4, 2))).assertFailsWith("found 3 and 4");
    run("frechet", a, file("b.npy", features(3, 3, 2))).assertFailsWith("more than 3 rows");
    run("frechet", a, folder.resolve("none.npy")).assertFailsWith("none.npy: no such file");
  }
}
