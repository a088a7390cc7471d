package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.flow.ModelSpec;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.wavelet.Wavelet;

/** {@code merge}: parts become the whole again, and nothing else does. */
final class MergeCommandContractTest {
  private static final ModelSpec SPEC = TinyModel.spec(Wavelet.HAAR, 1, 8, 8);

  @TempDir private Path folder;

  private Path whole;
  private Path coarse;
  private Path fine;

  @BeforeEach
  void write() {
    whole = TinyModel.write(folder.resolve("whole.safetensors"), SPEC);
    coarse = TinyModel.write(folder.resolve("coarse.safetensors"), SPEC, 1);
    fine = folder.resolve("fine.safetensors");
    StoredModel all = ModelFile.read(whole);
    ModelFile.write(
        fine,
        new StoredModel(
            SPEC,
            all.pixelTransform(),
            all.levels().tailMap(1),
            all.provenance(),
            all.dequantisation()));
  }

  private CommandRun merge(Path... parts) {
    Object[] line = new Object[4 + parts.length];
    line[0] = "merge";
    line[1] = "--json";
    line[2] = "--out";
    line[3] = folder.resolve("merged");
    System.arraycopy(parts, 0, line, 4, parts.length);
    return CommandRun.of(List.of(new MergeCommand()), line);
  }

  @Test
  void partsBecomeTheWholeByteForByte() throws IOException {
    CommandRun run = merge(fine, coarse);
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals("[0,1,2]", said.get("levels").toString());
    assertTrue(said.get("complete").getAsBoolean());
    assertArrayEquals(
        Files.readAllBytes(whole), Files.readAllBytes(Path.of(said.get("model").getAsString())));
  }

  @Test
  void aPartAloneIsNotComplete() {
    assertFalse(merge(fine).json().get("complete").getAsBoolean());
  }

  @Test
  void aLevelGivenTwiceIsRefused() {
    CommandRun run = merge(whole, coarse);
    assertEquals(1, run.exitCode());
    assertTrue(run.error().contains("level 0 is in"), run.error());
    assertFalse(Files.exists(folder.resolve("merged")));
  }

  @Test
  void partsOfAnotherModelAreRefused() {
    Path other =
        TinyModel.write(folder.resolve("other.safetensors"), TinyModel.spec(Wavelet.HAAR, 3, 8, 8));
    CommandRun run = merge(coarse, other);
    assertEquals(1, run.exitCode());
    assertTrue(run.error().contains("describes another model"), run.error());
  }
}
