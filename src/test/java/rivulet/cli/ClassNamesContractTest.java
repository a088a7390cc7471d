package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.format.PngWriter;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.wavelet.Wavelet;

/** Classes of folders keep their names in the model, and other folders are matched by them. */
final class ClassNamesContractTest {
  private static final int SIDE = 8;
  private static final int PICTURES = 3;

  @TempDir private Path dir;
  private Path run;

  private static CommandRun run(Object... words) {
    return CommandRun.of(Commands.all(), words);
  }

  private Path folder(String name, String... classes) throws IOException {
    for (String of : classes) {
      Path folder = Files.createDirectories(dir.resolve(name).resolve(of));
      for (int n = 0; n < PICTURES; n++) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (byte) (of.hashCode() % 100 + n * 20 + i % 7 * (i % 5));
        }
        byte[] png = PngWriter.encode(PngWriter.picture(1, SIDE, SIDE, pixels));
        Files.write(folder.resolve(n + ".png"), png);
      }
    }
    return dir.resolve(name);
  }

  /** The same images as IDX, with these labels beside. */
  private Path idx(ImageSet images, int... labels) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    int count = Math.toIntExact(images.count());
    pixels.writeBytes(new byte[] {0, 0, 8, 3, 0, 0, 0, (byte) count, 0, 0, 0, SIDE, 0, 0, 0, SIDE});
    byte[] image = new byte[images.imageBytes()];
    for (int n = 0; n < count; n++) {
      images.read(n, image);
      pixels.writeBytes(image);
    }
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    numbers.writeBytes(new byte[] {0, 0, 8, 1, 0, 0, 0, (byte) count});
    for (int n = 0; n < count; n++) {
      numbers.write(labels[n / PICTURES]);
    }
    Files.write(dir.resolve("x-labels-idx1-ubyte"), numbers.toByteArray());
    return Files.write(dir.resolve("x-images-idx3-ubyte"), pixels.toByteArray());
  }

  private CommandRun train(String out, Path data, Object... more) {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("train", "--data", data, "--out", dir.resolve(out), "--steps", 4));
    words.addAll(List.of("--batch", 6, "--threads", 1));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  @BeforeEach
  void train() throws IOException {
    run = dir.resolve("run");
    CommandRun done =
        train(
            "run",
            folder("train", "cat", "dog", "fox"),
            "--conditional",
            "--levels",
            2,
            "--hidden",
            4,
            "--learning-rate",
            "0.05");
    assertEquals(0, done.exitCode(), done.error());
  }

  private String bits(Path data) {
    CommandRun eval = run("eval", "--model", run, "--data", data, "--json");
    assertEquals(0, eval.exitCode(), eval.error());
    return eval.json().get("per_image").toString();
  }

  private void evalRefuses(Path data, String... parts) {
    run("eval", "--model", run, "--data", data).assertFailsWith(parts);
  }

  @Test
  void aFolderThatLacksAClassKeepsItsLabels() throws IOException {
    Path part = folder("part", "dog", "fox");
    ImageSet images = ImageSets.open(part);
    String byName = bits(part);
    assertEquals(bits(idx(images, 1, 2)), byName);
    assertFalse(bits(idx(images, 0, 1)).equals(byName));
  }

  @Test
  void unknownClassesAreErrorsThatListTheKnown() throws IOException {
    String known = "has the class wolf, the model knows the classes cat, dog, fox (0 to 2)";
    Path other = folder("other", "cat", "wolf");
    evalRefuses(other, known);
    train("more", other, "--from", run).assertFailsWith(known);
    CommandRun first = run("eval", "--model", run, "--data", other, "--limit", PICTURES);
    assertEquals(0, first.exitCode(), first.error());
    evalRefuses(
        idx(ImageSets.open(other), 1, 3),
        "has the label 3, the model knows the classes cat, dog, fox (0 to 2)");
  }

  @Test
  void labelsMayBeNamesOrNumbers() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (String label : List.of("fox", "2", "dog")) {
      Path out = dir.resolve(label + ".npy");
      CommandRun drawn =
          run(
              "sample",
              "--model",
              run,
              "--label",
              label,
              "--count",
              2,
              "--npy",
              out,
              "--out",
              dir.resolve("s.png"));
      assertEquals(0, drawn.exitCode(), drawn.error());
      pictures.add(Files.readAllBytes(out));
    }
    assertEquals(-1, Arrays.mismatch(pictures.get(0), pictures.get(1)));
    assertTrue(Arrays.mismatch(pictures.get(0), pictures.get(2)) > 0);
    Path coarse = dir.resolve("coarse.png");
    Files.write(coarse, PngWriter.encode(PngWriter.picture(1, 4, 4, new byte[16])));
    for (String command : List.of("sample", "upscale")) {
      List<Object> words = new ArrayList<>();
      words.addAll(List.of(command, "--model", run, "--out", dir.resolve("x.png")));
      words.addAll(command.equals("upscale") ? List.of("--image", coarse) : List.of());
      words.addAll(List.of("--label", "wolf"));
      run(words.toArray())
          .assertWrongUsage("the model has the classes cat, dog, fox (0 to 2), found 'wolf'");
      words.set(words.size() - 1, "fox");
      assertEquals(0, run(words.toArray()).exitCode());
    }
  }

  @Test
  void trainingGoesOnByName() throws IOException {
    CommandRun more = train("more", folder("part", "dog", "fox"), "--from", run);
    assertEquals(0, more.exitCode(), more.error());
    StoredModel model = ModelFile.read(dir.resolve("more/model.safetensors"));
    assertEquals(List.of("cat", "dog", "fox"), model.spec().imageClasses().names());
    StoredModel numbered = trainedOn(idx(ImageSets.open(dir.resolve("part")), 1, 2));
    assertEquals(
        numbered.provenance().get("labels_sha256"), model.provenance().get("labels_sha256"));
  }

  private StoredModel trainedOn(Path data) {
    CommandRun done = train("numbered", data, "--from", run);
    assertEquals(0, done.exitCode(), done.error());
    return ModelFile.read(dir.resolve("numbered/model.safetensors"));
  }

  @Test
  void infoTellsTheNamesOfModelsAndFolders() throws IOException {
    String names = "[\"cat\",\"dog\",\"fox\"]";
    assertEquals(names, run("info", run, "--json").json().get("class_names").toString());
    Path data = dir.resolve("train");
    assertEquals(names, run("info", data, "--json").json().get("class_names").toString());
    assertEquals(3, run("info", data, "--json").json().get("classes").getAsInt());
    Path numbers = idx(ImageSets.open(data), 0, 1, 1);
    assertEquals(2, run("info", numbers, "--json").json().get("classes").getAsInt());
    assertFalse(run("info", numbers, "--json").json().has("class_names"));
  }

  @Test
  void modelsWithoutNamesGoByNumber() throws IOException {
    run = dir.resolve("old.safetensors");
    TinyModel.write(run, TinyModel.spec(Wavelet.HAAR, 1, SIDE, SIDE, 3));
    Path data = dir.resolve("train");
    assertEquals(bits(idx(ImageSets.open(data), 0, 1, 2)), bits(data));
    evalRefuses(
        folder("part", "dog", "fox"),
        "has the classes dog, fox, the model 3 without names, so which are missing cannot be told");
    evalRefuses(idx(ImageSets.open(data), 0, 1, 3), "has the label 3", "the classes 0 to 2");
  }

  @Test
  void aRunIsNotResumedWithOtherNames() throws IOException {
    Path data = dir.resolve("train");
    Object[] same = {
      "--conditional", "--levels", 2, "--hidden", 4, "--learning-rate", "0.05", "--resume"
    };
    assertEquals(0, train("run", data, same).exitCode());
    Files.move(data.resolve("cat"), data.resolve("bat"));
    CommandRun renamed = train("run", data, same);
    assertEquals(1, renamed.exitCode());
    String wanted = "was trained with class_names = cat/dog/fox, now asked for bat/dog/fox";
    assertTrue(renamed.error().contains(wanted), renamed.error());
  }

  @Test
  void damagedNamesAreRefused() throws IOException {
    Path model = run.resolve("model.safetensors");
    String text = Files.readString(model, StandardCharsets.ISO_8859_1);
    for (String[] change : new String[][] {{"dog", "cat"}, {"[\\\"cat", "X\\\"cat"}}) {
      assertTrue(text.contains(change[0]), change[0]);
      String damaged = text.replace(change[0], change[1]);
      Files.writeString(model, damaged, StandardCharsets.ISO_8859_1);
      CommandRun info = run("info", model);
      assertEquals(1, info.exitCode());
      assertTrue(info.error().contains("names"), info.error());
    }
  }
}
