package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.NpyWriter;
import rivulet.wavelet.Wavelet;

/** {@code program}: the field of a level, with either derivative. */
final class ProgramCommandContractTest {
  @TempDir private Path folder;

  private Path model;

  @BeforeEach
  void write() {
    model =
        TinyModel.write(folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.HAAR, 1, 8, 8));
  }

  private CommandRun run(String... options) {
    List<Object> line = new ArrayList<>(List.of("program", "--json", "--model", model));
    line.addAll(List.of(options));
    return CommandRun.of(List.of(new ProgramCommand()), line.toArray());
  }

  private Path images() {
    byte[] pixels = new byte[3 * 64];
    new Random(5).nextBytes(pixels);
    Path file = folder.resolve("images.npy");
    NpyWriter.bytes(file, new long[] {3, 1, 8, 8}, pixels);
    return file;
  }

  private static List<String> outputs(JsonObject said) {
    List<String> names = new ArrayList<>();
    for (JsonElement operation : said.getAsJsonArray("operations")) {
      if (operation.getAsJsonObject().get("when").getAsString().equals("output")) {
        names.add(operation.getAsJsonObject().get("name").getAsString());
      }
    }
    return names;
  }

  @Test
  void theFinestLevelUnlessAnotherIsAskedFor() {
    JsonObject said = run().json();
    assertEquals(2, said.get("level").getAsInt());
    assertEquals("none", said.get("derivative").getAsString());
    assertEquals(List.of("f"), outputs(said));
    assertTrue(said.get("flops").getAsLong() > run("--level", "1").json().get("flops").getAsLong());
  }

  @Test
  void derivativesAddTheirOutputsAndOperations() {
    long field = run("--level", "1").json().get("flops").getAsLong();
    JsonObject along = run("--level", "1", "--jvp").json();
    assertEquals(List.of("f", "f'0"), outputs(along));
    assertTrue(along.get("flops").getAsLong() > 1.5 * field, along.get("flops")::toString);
    JsonObject reverse = run("--level", "1", "--vjp").json();
    assertTrue(outputs(reverse).containsAll(List.of("f", "∂z")), outputs(reverse)::toString);
    assertEquals(outputs(reverse).size(), 2 + parameters(reverse));
  }

  private static long parameters(JsonObject said) {
    return said.getAsJsonArray("operations").asList().stream()
        .map(operation -> operation.getAsJsonObject().get("expression").getAsString())
        .filter(expression -> expression.startsWith("input layers."))
        .count();
  }

  @Test
  void peopleReadMathematics() {
    String text = run("--level", "0").error();
    assertTrue(text.contains("conv(") && text.contains("f := "), text);
  }

  @Test
  void byHandEndsWhereTheFieldDoes() {
    Path data = images();
    CommandRun run = run("--level", "1", "--jvp", "--by-hand", "2,1,0", "--data", data.toString());
    assertEquals(0, run.exitCode(), run.error());
    String text = run.error();
    assertTrue(text.contains("more products"), text);
    assertTrue(text.contains("more meet the border's zeros"), text);
    assertTrue(text.contains("f'0 = "), text);
    String all =
        run("--level", "1", "--by-hand", "2,1,0", "--products", "1000", "--data", data.toString())
            .error();
    sumsAddUp(all);
  }

  /** Recomputes every written sum of products from its own five digits. */
  private static void sumsAddUp(String text) {
    int checked = 0;
    for (String line : text.lines().filter(l -> l.contains("·")).toList()) {
      String[] sides = line.replaceFirst("^\\S+\\s+\\S+\\s+", "").split(" = ", -1);
      double sum = 0;
      for (String term : sides[0].replaceFirst(" \\(.*", "").split(" \\+ ", -1)) {
        String[] factors = term.split("\\s?·\\s?", -1);
        sum += Double.parseDouble(factors[0]) * Double.parseDouble(factors[1]);
      }
      assertEquals(Double.parseDouble(sides[1]), sum, 1e-3, line);
      checked++;
    }
    assertTrue(checked > 5, text);
  }

  @Test
  void mistakesAreOneLine() {
    assertEquals(
        "rivulet: field: level 3 asked, the model has levels 0 to 2",
        run("--level", "3").error().strip());
    assertEquals(2, run("--jvp", "--vjp").exitCode());
    assertEquals(2, run("--by-hand", "1,2").exitCode());
    Path data = images();
    String beyond =
        run("--level", "0", "--by-hand", "0,5,0", "--data", data.toString()).error().strip();
    assertEquals("rivulet: by hand: pixel 0,5,0 asked, level 0 is 1x2x2", beyond);
  }
}
