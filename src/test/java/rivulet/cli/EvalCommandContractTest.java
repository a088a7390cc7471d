package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.format.PngWriter;
import rivulet.wavelet.Wavelet;

/** What {@code eval} prints, writes and refuses. */
final class EvalCommandContractTest {
  @TempDir private Path folder;

  private CommandRun run(Object... more) throws IOException {
    Path model = folder.resolve("model.safetensors");
    TinyModel.write(model, TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int n = 0; n < 3; n++) {
      byte[] pixels = new byte[64];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (40 * n + 2 * i);
      }
      Files.write(images.resolve(n + ".png"), PngWriter.encode(PngWriter.picture(1, 8, 8, pixels)));
    }
    Object[] arguments = new Object[5 + more.length];
    System.arraycopy(new Object[] {"eval", "--model", model, "--data", images}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return CommandRun.of(List.of(new EvalCommand()), arguments);
  }

  @Test
  void exactIsTheDefaultOfSmallModels() throws IOException {
    CommandRun run = run("--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals("exact", said.get("divergence").getAsString());
    assertEquals(3, said.get("per_image").getAsJsonArray().size());
    JsonObject errors = said.getAsJsonObject("standard_errors");
    assertEquals(0, errors.get("probes").getAsDouble());
    assertTrue(errors.get("draws").isJsonNull());
    assertEquals(said.get("standard_error"), errors.get("images"));
    double sum = 8;
    for (var level : said.getAsJsonArray("levels")) {
      JsonObject bits = level.getAsJsonObject();
      sum += bits.get("pre_transform_bits").getAsDouble();
      sum += bits.get("log_det_bits").getAsDouble() + bits.get("base_bits").getAsDouble();
    }
    assertEquals(said.get("bits_per_dim").getAsDouble(), sum, 1e-9);
  }

  @Test
  void linesForPeopleNameTheDivergenceAndEachError() throws IOException {
    CommandRun run = run("--divergence", "hutchinson:3", "--draws", "2");
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.output().contains("hutchinson:3 divergence"), run.output());
    assertTrue(run.output().contains("standard error, noise"), run.output());
    assertTrue(run.output().contains("3 probes"), run.output());
    assertTrue(run.output().contains("where the bits go"), run.output());
  }

  @Test
  void mapsAddUp() throws IOException {
    Path maps = folder.resolve("maps");
    CommandRun run = run("--maps", maps, "--json");
    assertEquals(0, run.exitCode(), run.error());
    List<String> lines = Files.readAllLines(maps.resolve("pixel-bits.csv"));
    assertEquals("image,level,row,column,pre_transform,log_det,base", lines.getFirst());
    assertEquals(1 + 3 * (4 + 4 + 16), lines.size());
    double sum = 8 * 64;
    double[][] terms = new double[3][3];
    int pixel = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int level = Integer.parseInt(cells[1]);
      int side = level == 2 ? 4 : 2;
      pixel = cells[2].equals("0") && cells[3].equals("0") ? 0 : pixel + 1;
      assertEquals(pixel / side + "," + pixel % side, cells[2] + "," + cells[3], line);
      for (int term = 0; term < 3; term++) {
        terms[level][term] += Double.parseDouble(cells[4 + term]) / (3 * 64);
      }
      if (cells[0].equals("0")) {
        sum += Double.parseDouble(cells[4]) + Double.parseDouble(cells[5]);
        sum += Double.parseDouble(cells[6]);
      }
    }
    for (int level = 0; level < 3; level++) {
      JsonObject said = run.json().getAsJsonArray("levels").get(level).getAsJsonObject();
      assertEquals(said.get("pre_transform_bits").getAsDouble(), terms[level][0], 1e-9);
      assertEquals(said.get("log_det_bits").getAsDouble(), terms[level][1], 1e-9);
      assertEquals(said.get("base_bits").getAsDouble(), terms[level][2], 1e-9);
    }
    double bits = run.json().getAsJsonArray("per_image").get(0).getAsDouble();
    assertEquals(64 * bits, sum, 1e-9 * Math.abs(sum));
    assertTrue(Files.size(maps.resolve("pixel-bits.png")) > 100);
  }

  @Test
  void auditSaysHowFarTheResultMoves() throws IOException {
    CommandRun run = run("--audit", "--audit-images", "2", "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject audit = run.json().getAsJsonObject("audit");
    assertEquals(2, audit.get("images").getAsInt());
    double moved = audit.getAsJsonObject("tolerance_over_10").get("moved").getAsDouble();
    assertTrue(Math.abs(moved) < 1e-3, audit.toString());
    assertTrue(audit.has("float64") && audit.has("reconstruction"), audit.toString());
    assertTrue(run.error().contains("decode(encode(x)) - x"), run.error());
  }

  @Test
  void codecsAreToldBesideTheModelOnTheSameImages() throws IOException {
    CommandRun run = run("--codecs", "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals(3, said.get("codecs_images").getAsInt());
    assertEquals(
        said.get("bits_per_dim").getAsDouble(),
        said.get("codecs_model_bits_per_dim").getAsDouble(),
        1e-12);
    JsonObject measured = said.getAsJsonObject("codecs");
    JsonObject png = measured.getAsJsonObject("png");
    // A file each has three headers of 57 bytes, the mosaic one.
    assertTrue(png.get("single").getAsDouble() > 57 * 8 / 64.0, png.toString());
    assertTrue(png.get("mosaic").getAsDouble() < png.get("single").getAsDouble(), png.toString());
    assertEquals(3, measured.size() + said.getAsJsonObject("codecs_missing").size());
    assertTrue(run.error().contains("codecs, bits/dim of the first 3 images"), run.error());
    assertFalse(run("--json").json().has("codecs"));
  }

  @Test
  void faultsAreCalledByName() throws IOException {
    CommandRun run = run("--likelihood-fault", "bin-centre");
    assertTrue(run.output().startsWith("not a likelihood: the density at bin centres"));
  }

  @Test
  void estimatesHaveNoImportanceSamples() throws IOException {
    run("--importance-samples", "4", "--divergence", "hutchinson")
        .assertWrongUsage("importance samples: 4 samples need an exact divergence");
    assertEquals(0, run("--importance-samples", "4").exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--divergence trace",
        "--divergence hutchinson:0",
        "--draws 0",
        "--likelihood-fault none-such",
        "--likelihood-fault redrawn-probe",
        "--likelihood-fault sampled-importance",
        "--maps here --divergence hutchinson",
        "--audit --draws 2",
        "--audit --audit-images 0"
      })
  void wrongUsageEndsWithTwo(String words) throws IOException {
    CommandRun run = run((Object[]) words.split(" ", -1));
    assertEquals(2, run.exitCode(), run.error());
    assertEquals("", run.output());
  }
}
