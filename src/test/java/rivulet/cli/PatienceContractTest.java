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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Validation;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;

/** {@code train --patience} keeps the best model and ends, or says what it lacks. */
final class PatienceContractTest {
  private static final int COUNT = 14;
  private static final int HELD_BACK = 4;

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, COUNT);
  }

  @Test
  void patienceKeepsTheBestModelAndEndsTheRun() throws IOException {
    Path apart = TinyImages.write(Files.createDirectory(folder.resolve("apart")), HELD_BACK);
    List<Object> words = new ArrayList<>(List.of("train", "--threads", 1, "--data", data));
    words.addAll(List.of("--out", folder.resolve("patient"), "--hidden", "4,4", "--batch", 5));
    words.addAll(List.of("--pre-transform", "affine", "--steps", 400, "--checkpoint-every", 5));
    words.addAll(List.of("--validation", apart, "--patience", 2, "--json"));
    CommandRun done = CommandRun.of(List.of(new TrainCommand()), words.toArray());
    assertEquals(0, done.exitCode(), done.error());
    JsonObject found = done.json();
    JsonObject best = found.getAsJsonObject("best");
    assertTrue(best.get("stopped_early").getAsBoolean(), found.toString());
    long updates = best.get("updates").getAsLong();
    assertEquals(updates + 10, found.get("steps").getAsLong());
    StoredModel kept = ModelFile.read(folder.resolve("patient/best.safetensors"));
    assertEquals(Long.toString(updates), kept.provenance().get(StoredModel.UPDATES));
    List<Validation> measured = Validation.read(folder.resolve("patient"));
    assertEquals(found.get("steps").getAsLong() / 5, measured.size());
    assertTrue(Validation.inVain(measured.subList(0, measured.size() - 1), 1));
    assertEquals(
        best.get("bits_per_dim").getAsDouble(),
        measured.stream().mapToDouble(Validation::bitsPerDim).min().orElseThrow());
    String lines = Files.readString(folder.resolve("patient/metrics.jsonl"));
    assertTrue(lines.contains("\"validation_bits_per_dim\":" + best.get("bits_per_dim")));
  }

  @Test
  void patienceWithoutImagesOrAMostNumberOfUpdatesIsWrongUsage() {
    List<String> words = List.of("train", "--data", data.toString(), "--out", "x", "--patience");
    for (List<String> more :
        List.of(
            List.of("2"),
            List.of("0", "--validation", "4"),
            List.of("2", "--validation", "4", "--time-limit", "5"),
            List.of("2", "--validation", "4", "--only-levels", "0"))) {
      List<Object> all = new ArrayList<>(words);
      all.addAll(more);
      CommandRun refused = CommandRun.of(List.of(new TrainCommand()), all.toArray());
      assertEquals(2, refused.exitCode(), refused.error());
      assertTrue(refused.error().contains("--patience"), refused.error());
      assertFalse(Files.exists(Path.of("x")));
    }
  }
}
