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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSets;
import rivulet.data.SampleFiles;
import rivulet.data.format.PngWriter;
import rivulet.wavelet.Wavelet;

/** What {@code ood} prints, writes and refuses. */
final class OodCommandContractTest {
  private static final int COUNT = 6;

  @TempDir private Path folder;

  private CommandRun run(String out, Object... more) throws IOException {
    Path model = folder.resolve("model.safetensors");
    TinyModel.write(model, TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    List<Object> line = new ArrayList<>(List.of("ood", "--model", model));
    line.addAll(List.of("--in", TinyImages.write(folder, COUNT), "--out", out));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new OodCommand()), line.toArray());
  }

  @Test
  void jsonHasAurocAndErrorOfEveryScoreAndTheTableTheImages() throws IOException {
    Path table = folder.resolve("scores.csv");
    CommandRun run = run("noise", "--json", "--scores", table);
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    Set<String> names = said.getAsJsonObject("auroc").keySet();
    assertEquals(
        List.of(
            "bits_per_dim",
            "level_0",
            "level_1",
            "level_2",
            "details",
            "delta",
            "latent",
            "png",
            "bits_less_png"),
        List.copyOf(names));
    assertEquals(names, said.getAsJsonObject("standard_error").keySet());
    assertEquals(COUNT, said.get("in_images").getAsInt());
    assertEquals(COUNT, said.get("out_images").getAsInt());
    assertTrue(said.get("paired").getAsBoolean());
    List<String> lines = Files.readAllLines(table);
    assertEquals("set,image," + String.join(",", names), lines.getFirst());
    assertEquals(1 + 2 * COUNT, lines.size());
    int column = lines.getFirst().split(",", -1).length - 1;
    double above = 0;
    for (String in : lines.subList(1, 1 + COUNT)) {
      assertTrue(in.startsWith("in,"), in);
      for (String out : lines.subList(1 + COUNT, lines.size())) {
        double gap =
            Double.parseDouble(out.split(",", -1)[column])
                - Double.parseDouble(in.split(",", -1)[column]);
        above += gap > 0 ? 1 : gap == 0 ? 0.5 : 0;
      }
    }
    assertEquals(
        above / (COUNT * COUNT),
        said.getAsJsonObject("auroc").get("bits_less_png").getAsDouble(),
        1e-12);
  }

  @Test
  void exactDivergencesByPixelAreScoredAndWrittenWhereAskedFor() throws IOException {
    Path maps = folder.resolve("maps");
    Path images = TinyImages.write(folder, COUNT);
    CommandRun asked = run("noise", "--json", "--divergence", "exact");
    assertEquals(0, asked.exitCode(), asked.error());
    Set<String> names = asked.json().getAsJsonObject("auroc").keySet();
    assertTrue(names.containsAll(List.of("divergence", "divergence_spread")), names.toString());
    assertFalse(names.contains("divergence_map"), "without reference");
    CommandRun run = run("noise", "--json", "--maps", maps, "--reference", images);
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.json().getAsJsonObject("auroc").has("divergence_map"), run.output());
    // Six images and their maps below, twice; places for twelve, each enlarged ten times.
    var picture = ImageSets.open(maps.resolve("divergence.png"));
    assertEquals(3, picture.channels());
    assertEquals(1 + 12 * (8 * 10 + 1), picture.width());
    assertEquals(1 + 4 * (8 * 10 + 1), picture.height());
    for (String name : List.of("divergence-in.npy", "divergence-out.npy")) {
      assertEquals(128 + 4 * COUNT * 8 * 8, Files.size(maps.resolve(name)));
    }
  }

  @Test
  void mapsNeedAnExactDivergence() throws IOException {
    Path maps = folder.resolve("maps");
    run("noise", "--maps", maps, "--divergence", "hutchinson")
        .assertFailsWith("maps: need an exact divergence");
    assertFalse(Files.exists(maps));
  }

  @Test
  void referenceAndBackgroundAddTheirScores() throws IOException {
    Path images = TinyImages.write(folder, COUNT);
    CommandRun run =
        run(
            "shuffle:patches:4",
            "--json",
            "--limit",
            4,
            "--reference",
            images,
            "--background",
            folder.resolve("model.safetensors"));
    assertEquals(0, run.exitCode(), run.error());
    JsonObject auroc = run.json().getAsJsonObject("auroc");
    assertEquals(0.5, auroc.get("bits_less_background").getAsDouble());
    assertTrue(auroc.has("typicality") && auroc.has("typicality_less_png"), auroc.toString());
    assertEquals(4, run.json().get("reference_images").getAsInt());
    assertEquals(4, run.json().get("out_images").getAsInt());
  }

  @Test
  void linesForPeopleFitAWindow() throws IOException {
    CommandRun run = run("contrast:0.5");
    assertEquals(0, run.exitCode(), run.error());
    run.output().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertTrue(run.output().contains("outside    6 of contrast:0.5"), run.output());
    assertTrue(run.output().contains("none, so no typicality: give --reference"), run.output());
    assertTrue(run.output().contains("each image outside was made of one inside"), run.output());
  }

  /** Equal sets apart from their names: every score is at 1/2. */
  @Test
  void theSameImagesAreNotToldApart() throws IOException {
    Path images = TinyImages.write(folder, COUNT);
    CommandRun run = run(images.toString(), "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertFalse(said.get("paired").getAsBoolean());
    for (String name : said.getAsJsonObject("auroc").keySet()) {
      assertEquals(0.5, said.getAsJsonObject("auroc").get(name).getAsDouble(), name);
    }
  }

  @Test
  void refusesWhatItCannotScore() throws IOException {
    run("shuffle:rows").assertWrongUsage("alteration: found 'shuffle:rows', there are");
    run("shuffle:patches:3").assertWrongUsage("patches of side 3 asked, images are 8x8");
    run("noise", "--limit", 0).assertWrongUsage("--limit must be at least 1, found 0");
    run("noise", "--divergence", "trace").assertWrongUsage("divergence");
    run(folder.resolve("none.npy").toString()).assertFailsWith("none.npy: no such file");
    run("noise", "--limit", 1).assertWrongUsage("needs at least 2 images inside, found 1 in ");
    Path one = folder.resolve("one.png");
    Files.write(one, PngWriter.encode(PngWriter.picture(1, 8, 8, new byte[64])));
    run(one.toString())
        .assertWrongUsage("needs at least 2 images outside, found 1 in one.png; give more");
    Path wide = folder.resolve("wide.idx");
    Files.write(wide, SampleFiles.idx(new byte[2 * 96], 2, 8, 12));
    run(wide.toString())
        .assertFailsWith("ood: wide.idx: the model is for images of 1x8x8, the data holds 1x8x12");
    run("noise", "--scores", folder).assertFailsWith(folder.toString());
  }
}
