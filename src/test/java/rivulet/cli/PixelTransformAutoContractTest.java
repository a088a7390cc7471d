package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import rivulet.data.ImageSet;
import rivulet.store.ModelFile;
import rivulet.train.AtomModel;

/** {@code --pixel-transform auto}: what it says, what it leaves, and what it refuses. */
final class PixelTransformAutoContractTest {
  private static final int COUNT = 110;
  private static final String CHOSEN = "pixel transform atoms, chosen by the images:";

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = write("images-idx3-ubyte", COUNT);
  }

  /** Images half of whose pixels are black. */
  private Path write(String name, int count) throws IOException {
    ImageSet images = AtomModel.images(1, count);
    byte[] header = {0, 0, 8, 3, 0, 0, 0, (byte) count, 0, 0, 0, 8, 0, 0, 0, 8};
    byte[] file = new byte[header.length + count * 64];
    System.arraycopy(header, 0, file, 0, header.length);
    byte[] image = new byte[64];
    for (int n = 0; n < count; n++) {
      images.read(n, image);
      System.arraycopy(image, 0, file, header.length + n * 64, 64);
    }
    return Files.write(folder.resolve(name), file);
  }

  private CommandRun train(Object... line) {
    List<Object> words = new ArrayList<>(List.of("train"));
    words.addAll(List.of(line));
    return CommandRun.of(List.of(new TrainCommand()), words.toArray());
  }

  private CommandRun begin(String run, String transform, Object... more) {
    List<Object> words = new ArrayList<>(List.of("--data", data, "--out", folder.resolve(run)));
    words.addAll(List.of("--hidden", "4", "--batch", 10, "--levels", 2));
    words.addAll(List.of("--pre-transform", "affine", "--pixel-transform", transform));
    words.addAll(List.of(more));
    return train(words.toArray());
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  private static void assertDone(CommandRun run) {
    assertEquals(0, run.exitCode(), run.error());
  }

  /** The model is that of a run that named the transform; a run that goes on chooses no more. */
  @Test
  void itLeavesTheModelOfARunThatNamedItAndGoesOnWithoutChoosing() throws IOException {
    CommandRun named = begin("named", "atoms", "--steps", 6, "--threads", 1);
    assertDone(named);
    assertFalse(named.output().contains("chosen by the images"), named.output());
    CommandRun parts = begin("parts", "auto", "--steps", 3, "--cosine-steps", 6, "--threads", 1);
    assertDone(parts);
    List<String> lines = parts.output().lines().toList();
    assertEquals(CHOSEN, lines.getFirst());
    assertTrue(lines.get(1).matches("  bits/dim +without flow +after 200 updates"), lines.get(1));
    assertTrue(lines.get(2).matches("  none +\\d\\.\\d{4} +\\d\\.\\d{4}"), lines.get(2));
    assertTrue(lines.get(3).matches("  atoms +\\d\\.\\d{4} +\\d\\.\\d{4}"), lines.get(3));
    assertTrue(lines.get(4).startsWith("  atoms is ahead by "), lines.get(4));
    assertTrue(lines.get(4).endsWith(" on the same 11 images held back"), lines.get(4));

    Path settings = folder.resolve("parts/settings.json");
    String kept = Files.readString(settings);
    assertTrue(kept.contains("\"--pixel-transform\": \"auto\""), kept);
    // What it remembers, not what it would find now, is what a run goes on by.
    String number = kept.replaceAll("(?s).*\"images\": (\\d+).*", "$1");
    assertEquals("11", number);
    Files.writeString(settings, kept.replace("\"images\": 11", "\"images\": 77"));
    CommandRun rest =
        train("--resume", "--out", folder.resolve("parts"), "--steps", 6, "--threads", 2);
    assertDone(rest);
    assertTrue(rest.output().contains("on the same 77 images held back"), rest.output());
    assertArrayEquals(model("named"), model("parts"));
    CommandRun again = begin("parts", "auto", "--resume", "--steps", 6);
    assertDone(again);
    assertEquals(
        "atoms",
        ModelFile.read(folder.resolve("parts/model.safetensors")).spec().pixelTransform().text());
    train("--resume", "--out", folder.resolve("parts"), "--pixel-transform", "none")
        .assertWrongUsage("has --pixel-transform auto, now none");
  }

  @Test
  void jsonNamesTheChoiceAndItsCandidates() {
    CommandRun run = begin("run", "auto", "--steps", 1, "--validation", 5, "--json");
    assertDone(run);
    assertTrue(run.error().contains(CHOSEN), run.error());
    JsonObject json = run.json();
    assertEquals("atoms", json.get("pixel_transform").getAsString());
    JsonObject candidates = json.getAsJsonObject("pixel_transform_candidates");
    assertEquals(List.of("none", "atoms"), List.copyOf(candidates.keySet()));
    JsonObject none = candidates.getAsJsonObject("none");
    JsonObject atoms = candidates.getAsJsonObject("atoms");
    for (JsonObject each : List.of(none, atoms)) {
      double bits = each.get("bits_per_dim").getAsDouble();
      double noFlow = each.get("no_flow_bits_per_dim").getAsDouble();
      assertTrue(bits > 0 && noFlow > 0 && bits != noFlow, json::toString);
    }
    JsonObject why = json.getAsJsonObject("pixel_transform_choice");
    assertEquals(
        none.get("bits_per_dim").getAsDouble() - atoms.get("bits_per_dim").getAsDouble(),
        why.get("gain").getAsDouble(),
        1e-12);
    assertFalse(why.get("tie").getAsBoolean());
    assertEquals(10, why.get("images").getAsInt()); // of the 105 that are not validated on
    assertEquals(200, why.get("updates").getAsInt());
  }

  /** A folder that was left before its first checkpoint begins with a choice. */
  @Test
  void withoutACheckpointItChoosesAnew() throws IOException {
    assertDone(begin("run", "auto", "--steps", 1));
    byte[] before = model("run");
    Path settings = folder.resolve("run/settings.json");
    String kept = Files.readString(settings);
    Files.writeString(settings, kept.replace("\"images\": 11", "\"images\": 77"));
    Files.delete(folder.resolve("run/checkpoint.safetensors"));
    Files.delete(folder.resolve("run/model.safetensors"));
    CommandRun run = train("--resume", "--out", folder.resolve("run"));
    assertDone(run);
    assertTrue(run.output().contains("on the same 11 images held back"), run.output());
    assertArrayEquals(before, model("run"));
  }

  @Test
  void whatCannotBeChosenIsToldBeforeAnythingIsWritten() throws IOException {
    begin("run", "auto", "--steps", 1, "--objective", "likelihood")
        .assertWrongUsage("found a run by likelihood alone; name a transform");
    begin("run", "auto", "--steps", 1, "--limit", 99)
        .assertWrongUsage("needs at least 100, the data has 99; name a transform");
    Path run = folder.resolve("run");
    train("--data", data, "--out", run, "--pixel-transform", "auto", "--batch", 105)
        .assertWrongUsage("leaves 99 of 110 images to train on, a batch has 105");
    begin("run", "auto", "--steps", 1, "--from", "fashion")
        .assertWrongUsage("--from takes the description of its model, found");
    begin("run", "automatic", "--steps", 1)
        .assertWrongUsage("pre-transform: 'automatic' is unknown");
    assertFalse(Files.exists(run));
  }

  /** Before the work, not after it. */
  @Test
  void aFolderWithARunIsRefusedBeforeChoosing() {
    assertDone(begin("run", "none", "--steps", 1));
    CommandRun run = begin("run", "auto", "--steps", 1);
    assertEquals(1, run.exitCode());
    assertEquals("", run.output());
    assertTrue(run.error().contains("holds a run already; add --resume"), run.error());
  }
}
