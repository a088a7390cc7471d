package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.CaseFile;
import rivulet.data.Sha256;
import rivulet.points.table.CsvReader;
import rivulet.points.table.Rows;
import rivulet.wavelet.Wavelet;

/** A trained model of points is kept, described, and scores new rows by the columns' names. */
final class PlayModelContractTest {
  @TempDir private Path folder;

  private static CommandRun play(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("play", "--threads", 1));
    arguments.addAll(List.of(more));
    return CommandRun.of(List.of(new PlayCommand()), arguments.toArray());
  }

  private static JsonObject json(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    CommandRun run = play(arguments.toArray());
    assertEquals(0, run.exitCode(), run.error());
    return run.json();
  }

  private JsonObject trained(Path data, Path out) {
    return json("--data", data, "--steps", 20, "--hidden", "16,8", "--out", out);
  }

  private Path table(String header) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i < 100; i++) {
      double a = random.nextDouble();
      text.append(a + 4e8 + "," + (a + random.nextDouble()) * 1e-5 + "," + i * 1e7 + "\n");
    }
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  @Test
  void anOffsetDoesNotChangeWhatIsLearnt() throws IOException {
    JsonObject zero = trained(CaseFile.of("table-offset/zero.csv"), folder.resolve("zero"));
    JsonObject far = trained(CaseFile.of("table-offset/shifted.csv"), folder.resolve("far"));
    assertEquals(zero.get("nll").getAsDouble(), far.get("nll").getAsDouble(), 1e-5);
    double[] near = CsvReader.read(folder.resolve("zero/samples.csv")).values();
    double[] samples = CsvReader.read(folder.resolve("far/samples.csv")).values();
    assertEquals(10_000, samples.length);
    double mean = Arrays.stream(samples).average().orElseThrow();
    double squares = Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
    assertEquals(1, Math.sqrt(squares / samples.length), 0.4);
    for (int n = 0; n < 100; n++) {
      assertEquals(near[n] + 1700000061, samples[n], 1e-5);
    }
  }

  @Test
  void scoresAreThoseOfTheTrainingRunToAllDigits() throws IOException {
    Path out = folder.resolve("run");
    JsonObject run = trained(table("a,\"b, c\",d\n"), out);
    assertEquals("a,\"b, c\",d", Files.readAllLines(out.resolve("samples.csv")).getFirst());
    Path scores = folder.resolve("scores.csv");
    JsonObject again = json("--model", out, "--data", out.resolve("held-out.csv"), "--out", scores);
    for (String key : List.of("nll", "standard_error", "points", "evaluations", "divergence")) {
      assertEquals(run.get(key), again.get(key), key);
    }
    Rows rows = CsvReader.read(scores);
    assertEquals(List.of("row", "ln_p"), rows.columns().names());
    assertEquals(20, rows.count());
    double sum = 0;
    for (int n = 0; n < 20; n++) {
      assertEquals(n + 1, rows.values()[2 * n]);
      sum += rows.values()[2 * n + 1];
    }
    assertEquals(run.get("nll").getAsDouble(), -sum / 20, 1e-9);
  }

  @Test
  void theSameRunWritesTheSameBytes() throws IOException {
    Path data = table("a,b,c\n");
    trained(data, folder.resolve("one"));
    trained(data, folder.resolve("two"));
    for (String file : List.of("model.safetensors", "samples.csv", "held-out.csv")) {
      assertEquals(
          Sha256.ofFile(folder.resolve("one").resolve(file)),
          Sha256.ofFile(folder.resolve("two").resolve(file)),
          file);
    }
  }

  @Test
  void columnsAreMatchedByName() throws IOException {
    Path out = folder.resolve("run");
    trained(table("a,b,c\n"), out);
    Path sorted = Files.writeString(folder.resolve("1.csv"), "a,b,c\n4e8,1e-5,3e8\n");
    Path mixed = Files.writeString(folder.resolve("2.csv"), "c,a,b\n3e8,4e8,1e-5\n");
    Path plain = Files.writeString(folder.resolve("3.csv"), "4e8,1e-5,3e8\n");
    JsonObject first = json("--model", out, "--data", sorted);
    assertTrue(first.get("standard_error").isJsonNull(), first.toString());
    assertEquals(first.get("nll"), json("--model", out, "--data", mixed).get("nll"));
    assertEquals(first.get("nll"), json("--model", out, "--data", plain).get("nll"));
    Path other = Files.writeString(folder.resolve("4.csv"), "a,b,x\n4e8,1e-5,3e8\n");
    play("--model", out, "--data", other)
        .assertFailsWith("4.csv: lacks c and has x besides; the model's columns are a, b, c");
  }

  @Test
  void infoSaysWhatItHolds() throws IOException {
    Path out = folder.resolve("run");
    JsonObject run = trained(table("a,b,c\n"), out);
    JsonObject said = CommandRun.of(List.of(new InfoCommand()), "info", out, "--json").json();
    assertEquals("model of points", said.get("kind").getAsString());
    assertEquals("[\"a\",\"b\",\"c\"]", said.get("columns").toString());
    assertEquals(4e8 + 0.5, said.getAsJsonArray("mean").get(0).getAsDouble(), 0.2);
    JsonObject provenance = said.getAsJsonObject("provenance");
    assertEquals("matching", provenance.get("objective").getAsString());
    assertEquals("20", provenance.get("steps").getAsString());
    assertEquals("1", provenance.get("seed").getAsString());
    assertEquals(run.get("nll").getAsString(), provenance.get("nll").getAsString());
  }

  @Test
  void wrongUsage() throws IOException {
    Path out = folder.resolve("run");
    Path data = table("a,b,c\n");
    trained(data, out);
    play("--model", out).assertWrongUsage("--model needs --data FILE");
    play("--model", out, "--data", data, "--steps", 3).assertWrongUsage("--steps is given");
    play("--model", out, "--data", data, "--seed", 3).assertWrongUsage("--seed is given");
    play("--model", out, "--data", data, "--points", 3).assertWrongUsage("--points is given");
    play("--data", data, "--out", out).assertFailsWith("holds a model already");
    byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
    play("--data", data, "--out", out, "--hidden", 4).assertFailsWith("holds a model already");
    assertArrayEquals(before, Files.readAllBytes(out.resolve("model.safetensors")));
  }

  @Test
  void modelsOfImagesAndOfPointsAreToldApart() throws IOException {
    Path out = folder.resolve("run");
    Path data = table("a,b,c\n");
    trained(data, out);
    CommandRun.of(
            List.of(new EvalCommand()),
            "eval",
            "--model",
            out,
            "--data",
            CaseFile.of("csv-first-row/README"))
        .assertFailsWith("is no model of images", "rivulet-points-1");
    Path images =
        TinyModel.write(
            folder.resolve("images.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    play("--model", images, "--data", data).assertFailsWith("is no model of points");
  }

  @Test
  void aFirstLineWithAGapIsAnError() {
    play("--data", CaseFile.of("csv-first-row/gap.csv"))
        .assertFailsWith("line 1: column 2 is empty");
    JsonObject bom =
        json("--data", CaseFile.of("csv-first-row/bom.csv"), "--steps", 1, "--hidden", 4);
    assertEquals(10, bom.get("points").getAsInt());
  }

  @Test
  void discreteColumnsAreToldOf() throws IOException {
    StringBuilder text = new StringBuilder("x,kind\n");
    for (int i = 0; i < 60; i++) {
      text.append(i * 0.37 % 1 + "," + i % 3 + "\n");
    }
    Path data = Files.writeString(folder.resolve("kinds.csv"), text);
    CommandRun run = play("--data", data, "--steps", 1, "--hidden", 4);
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.error().contains("few different values in kind:"), run.error());
  }
}
