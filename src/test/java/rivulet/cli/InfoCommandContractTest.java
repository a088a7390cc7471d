package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.Sha256;
import rivulet.data.format.PngWriter;
import rivulet.store.SafetensorsWriter;
import rivulet.wavelet.Wavelet;

/** What {@code info} says of every kind of file, and of those it cannot read. */
final class InfoCommandContractTest {
  @TempDir private Path folder;

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new InfoCommand()), arguments);
  }

  private static JsonObject json(Path path) {
    CommandRun run = run("info", path, "--json");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(1, run.output().lines().count(), run.output());
    return run.json();
  }

  @Test
  void aModelByFileOrByRunDirectory() {
    Path file =
        TinyModel.write(
            folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.HAAR, 1, 8, 12), 2);
    JsonObject said = json(file);
    assertEquals(said, json(folder));
    assertEquals("model", said.get("kind").getAsString());
    assertEquals("1x8x12", said.get("image").getAsString());
    assertEquals("haar", said.get("wavelet").getAsString());
    assertEquals("[0,1]", said.get("levels_present").toString());
    assertFalse(said.get("complete").getAsBoolean());
    // Level 0: (1+1)·4·9+4 and (4+1)·1·9+1; others: (1+3+1)·4·9+4 and (4+1)·3·9+3.
    assertEquals("[122,322,322]", said.get("parameters_per_level").toString());
    assertEquals(766, said.get("parameters").getAsInt());
    assertEquals("11", said.getAsJsonObject("provenance").get("seed").getAsString());
    assertEquals(Sha256.ofFile(file), said.get("file_sha256").getAsString());
  }

  @Test
  void anySafetensorsFileWhateverItsName() {
    Path file = folder.resolve("weights.bin");
    new SafetensorsWriter()
        .metadata("from", "a\nnother tool")
        .floats("layer.weight", new long[] {2, 3}, new float[6])
        .write(file);
    JsonObject said = json(file);
    assertEquals("safetensors", said.get("kind").getAsString());
    assertEquals(
        "{\"type\":\"F32\",\"shape\":[2,3]}",
        said.getAsJsonObject("tensors").get("layer.weight").toString());
    CommandRun people = run("info", file);
    assertTrue(people.output().contains("layer.weight"), people.output());
    assertTrue(people.output().lines().anyMatch(line -> line.endsWith("F32[2,3]")));
    assertTrue(people.output().lines().anyMatch(line -> line.endsWith("a nother tool")));
  }

  @Test
  void imagesByFileOrFolder() throws IOException {
    byte[] picture = PngWriter.encode(PngWriter.picture(1, 2, 3, new byte[6]));
    Path file = Files.write(folder.resolve("picture.png"), picture);
    JsonObject said = json(file);
    assertEquals("images", said.get("kind").getAsString());
    assertEquals(1, said.get("images").getAsInt());
    assertEquals(3, said.get("width").getAsInt());
    assertEquals(Sha256.ofBytes(picture), said.get("file_sha256").getAsString());
    JsonObject whole = json(folder);
    assertEquals(said.get("content_sha256"), whole.get("content_sha256"));
    assertFalse(whole.has("file_sha256"));
  }

  @Test
  void whatCannotBeReadIsOneLine() throws IOException {
    run("info", folder.resolve("none")).assertFailsWith("none: no such file");
    run("info", folder).assertFailsWith("no PNG or JPEG file");
    Path text = Files.writeString(folder.resolve("notes.txt"), "nothing of the kind");
    run("info", text).assertFailsWith("not an image set by its first bytes");
    Path empty = Files.write(folder.resolve("empty"), new byte[0]);
    run("info", empty).assertFailsWith("empty");
    Path model = TinyModel.write(folder.resolve("m"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12));
    byte[] bytes = Files.readAllBytes(model);
    for (int length : new int[] {9, 100, bytes.length - 1}) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
      run("info", cut).assertFailsWith("cut: ");
    }
    assertEquals(2, run("info").exitCode());
  }
}
