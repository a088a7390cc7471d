package rivulet.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify} passes what is right and notices every kind of change. */
final class VerifyCommandFaultTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("rivulet.home", "")).resolve("testdata/golden");

  @TempDir private Path folder;

  private CommandRun verify(Object... more) {
    List<Object> line = new ArrayList<>(List.of("verify", "--golden", folder));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new VerifyCommand()), line.toArray());
  }

  /** A directory with one case of the golden ones. */
  private Path copy(String name) throws IOException {
    JsonObject all =
        JsonParser.parseString(Files.readString(GOLDEN.resolve("manifest.json"))).getAsJsonObject();
    JsonObject cases = new JsonObject();
    cases.add(name, all.getAsJsonObject("cases").get(name));
    JsonObject manifest = new JsonObject();
    manifest.add("cases", cases);
    Files.writeString(folder.resolve("manifest.json"), manifest.toString());
    Path file = folder.resolve(name + ".safetensors");
    return Files.copy(GOLDEN.resolve(file.getFileName()), file);
  }

  /** Multiplies the first number of a tensor of float64 by a factor, in place. */
  private static void alter(Path file, String tensor, double factor) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong(0);
    JsonObject header =
        JsonParser.parseString(new String(bytes.array(), 8, length, ISO_8859_1)).getAsJsonObject();
    JsonObject entry = header.getAsJsonObject(tensor);
    assertEquals("F64", entry.get("dtype").getAsString());
    int at = 8 + length + entry.getAsJsonArray("data_offsets").get(0).getAsInt();
    double old = bytes.getDouble(at);
    assertNotEquals(0.0, old, tensor);
    bytes.putDouble(at, old * factor);
    Files.write(file, bytes.array());
  }

  private static void rename(Path file, String from, String to) throws IOException {
    String text = new String(Files.readAllBytes(file), ISO_8859_1);
    assertEquals(from.length(), to.length());
    assertTrue(text.contains("\"" + from + "\""), from);
    Files.write(file, text.replace("\"" + from + "\"", "\"" + to + "\"").getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "wavelet-rgb, wavelet, unimodular:coarse",
    "dynamics-fine-gray-tanh, dynamics, t=0.37:jvp",
    "flow-fine-gray, flow, logdet",
    "model-rgb16-3levels, model, log_prob"
  })
  void passesAndNoticesOneAlteredNumber(String name, String kind, String tensor)
      throws IOException {
    Path file = copy(name);
    CommandRun good = verify("--json");
    assertEquals(0, good.exitCode(), good.error());
    assertTrue(good.json().get("passed").getAsBoolean());
    alter(file, tensor, 1.01);
    CommandRun bad = verify("--json");
    assertEquals(1, bad.exitCode(), bad.error());
    JsonObject found = bad.json().getAsJsonArray("cases").get(0).getAsJsonObject();
    assertEquals(name, found.get("name").getAsString());
    assertEquals(kind, found.get("kind").getAsString());
    assertFalse(found.get("passed").getAsBoolean());
    assertEquals(tensor, found.get("worst_tensor").getAsString());
    assertTrue(found.get("error").getAsDouble() > found.get("bound").getAsDouble());
    assertTrue(bad.error().contains("1 cases, 1 failed"), bad.error());
  }

  @Test
  void linesNameWorstTensorErrorBoundAndVerdict() throws IOException {
    copy("wavelet-rgb");
    CommandRun run = verify("--threads", 1, "--seed", 4);
    assertEquals(0, run.exitCode(), run.error());
    List<String> lines = run.output().lines().toList();
    assertTrue(
        lines.get(0).matches("wavelet-rgb +\\S+ +error +\\S+ +bound 1.0e-06 +ok"), lines.get(0));
    assertEquals("1 cases, 0 failed", lines.get(1));
    assertEquals("", run.error());
  }

  @Test
  void aMissingTensorFails() throws IOException {
    rename(copy("wavelet-rgb"), "unimodular:detail", "unimodular:absent");
    CommandRun run = verify();
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("FAILED: "), run.output());
    assertTrue(run.output().contains("'unimodular:detail' asked"), run.output());
    assertTrue(run.output().contains("1 cases, 1 failed"), run.output());
  }

  @Test
  void aMissingOrCutFileFails() throws IOException {
    Path file = copy("wavelet-rgb");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals(1, verify().exitCode());
    Files.delete(file);
    CommandRun run = verify("--json");
    assertEquals(1, run.exitCode());
    JsonObject found = run.json().getAsJsonArray("cases").get(0).getAsJsonObject();
    assertTrue(found.get("worst_tensor").isJsonNull());
    assertTrue(found.get("failure").getAsString().contains("no such file"));
  }

  @Test
  void noManifestOrABrokenOneIsOneLine() throws IOException {
    verify().assertFailsWith("has no manifest.json");
    Files.writeString(folder.resolve("manifest.json"), "{\"cases\": ");
    verify().assertFailsWith("manifest.json cannot be read");
    Files.writeString(folder.resolve("manifest.json"), "{\"cases\": {}}");
    verify().assertFailsWith("lists no cases");
  }
}
