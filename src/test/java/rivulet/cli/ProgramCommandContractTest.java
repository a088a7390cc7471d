package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.wavelet.Wavelet;

/** {@code program}: the field of a level, with either derivative. */
final class ProgramCommandContractTest {
  @TempDir private Path folder;

  private Path model;

  @BeforeEach
  void write() {
    model =
        TinyModel.write(
            folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.HAAR, 1, 8, 8));
  }

  private CommandRun run(String... options) {
    List<Object> line = new ArrayList<>(List.of("program", "--json", "--model", model));
    line.addAll(List.of(options));
    return CommandRun.of(List.of(new ProgramCommand()), line.toArray());
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
    assertTrue(
        said.get("flops").getAsLong() > run("--level", "1").json().get("flops").getAsLong());
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
  void mistakesAreOneLine() {
    assertEquals(
        "rivulet: field: level 3 asked, the model has levels 0 to 2",
        run("--level", "3").error().strip());
    assertEquals(2, run("--jvp", "--vjp").exitCode());
  }
}
