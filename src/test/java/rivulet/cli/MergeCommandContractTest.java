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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** Lets a part tell more of its training. */
  private static void retell(Path file, Map<String, String> entries) {
    StoredModel part = ModelFile.read(file);
    SortedMap<String, String> told = new TreeMap<>(part.provenance());
    told.putAll(entries);
    ModelFile.write(
        file,
        new StoredModel(SPEC, part.pixelTransform(), part.levels(), told, part.dequantisation()));
  }

  @Test
  void otherRecipesAreRefusedByNameUnlessTheyAreMeant() {
    retell(coarse, Map.of("batch", "50"));
    retell(fine, Map.of("batch", "25"));
    CommandRun plain = merge(coarse, fine);
    assertEquals(1, plain.exitCode());
    assertTrue(plain.error().contains("with batch = 25, the first part with 50"), plain.error());
    assertTrue(plain.error().contains("--mixed joins them"), plain.error());
    assertFalse(Files.exists(folder.resolve("merged")));
    // Something that the first part says nothing of differs too.
    retell(fine, Map.of("batch", "50", "crop", "16"));
    assertTrue(merge(coarse, fine).error().contains("crop = 16, the first part with none"));
  }

  @Test
  void mixedLevelsKeepTheirNumbersAndTellTheirRecipes() {
    retell(coarse, Map.of("batch", "50", "clip", "1.0"));
    retell(fine, Map.of("batch", "25", "clip", "1.0", "crop", "16"));
    CommandRun run = merge(fine, coarse, Path.of("--mixed"));
    assertEquals(0, run.exitCode(), run.error());
    StoredModel found = ModelFile.read(Path.of(run.json().get("model").getAsString()));
    assertEquals("[0, 1, 2]", found.levels().keySet().toString());
    SortedMap<String, String> expected = new TreeMap<>(ModelFile.read(whole).provenance());
    expected.putAll(Map.of("clip", "1.0", "level_0_batch", "50"));
    expected.putAll(Map.of("level_1_batch", "25", "level_2_batch", "25"));
    expected.putAll(Map.of("level_1_crop", "16", "level_2_crop", "16"));
    assertEquals(expected, found.provenance());
  }

  @Test
  void mixedOrNotTheImagesAreTheSame() {
    for (String key : List.of("bits", "data_sha256", "seed")) {
      retell(fine, Map.of(key, "77"));
      CommandRun run = merge(coarse, fine, Path.of("--mixed"));
      assertEquals(1, run.exitCode());
      assertTrue(run.error().contains(" = 77, the first part with "), run.error());
      assertFalse(run.error().contains("mixed"), run.error());
    }
  }

  @Test
  void partsOfAnotherModelAreRefused() {
    Path other =
        TinyModel.write(folder.resolve("other.safetensors"), TinyModel.spec(Wavelet.HAAR, 3, 8, 8));
    merge(coarse, other)
        .assertFailsWith("other.safetensors describes another model", ": channels = 3, there 1;");
    Path orthonormal =
        TinyModel.write(
            folder.resolve("orthonormal.safetensors"),
            TinyModel.spec(Wavelet.ORTHONORMAL, 1, 8, 8, 2));
    merge(coarse, orthonormal)
        .assertFailsWith(": classes = 2, there none; wavelet = orthonormal, there haar;");
  }
}
