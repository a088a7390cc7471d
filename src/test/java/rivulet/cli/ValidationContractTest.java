package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Split;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.wavelet.Wavelet;

/** Images that are held back are measured and nothing else. */
final class ValidationContractTest {
  private static final int COUNT = 14;
  private static final int HELD_BACK = 4;
  private static final int HEADER = 16;
  private static final int PIXELS = 64;
  private static final int SEED = 3;

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, COUNT);
  }

  private static CommandRun run(Object command, Object... words) {
    return CommandRun.of(List.of(command), words);
  }

  private CommandRun train(String out, Object... more) {
    return trainWithout(HELD_BACK, out, more);
  }

  private CommandRun trainWithout(int heldBack, String out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--threads", 1, "--data", data));
    words.addAll(List.of("--out", folder.resolve(out), "--hidden", "4,4", "--batch", 5));
    words.addAll(List.of("--pre-transform", "affine", "--seed", SEED));
    words.addAll(List.of("--validation", heldBack));
    words.addAll(List.of(more));
    CommandRun done = run(new TrainCommand(), words.toArray());
    assertEquals(0, done.exitCode(), done.error());
    return done;
  }

  private CommandRun eval(String model, Object... more) {
    List<Object> words = new ArrayList<>(List.of("eval", "--model", folder.resolve(model)));
    words.addAll(List.of("--data", data, "--json"));
    words.addAll(List.of(more));
    CommandRun done = run(new EvalCommand(), words.toArray());
    assertEquals(0, done.exitCode(), done.error());
    return done;
  }

  private byte[] bytes(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  private StoredModel model(String run) {
    return ModelFile.read(folder.resolve(run).resolve("model.safetensors"));
  }

  private static String line(String output) {
    List<String> lines = output.lines().filter(line -> line.startsWith("validation")).toList();
    assertEquals(1, lines.size(), output);
    return lines.getFirst();
  }

  @Test
  void trainTellsWhatEvalFindsAgain() throws IOException {
    CommandRun done = train("run", "--steps", 6);
    String line = line(done.output());
    assertTrue(
        line.matches("validation bits/dim \\d+\\.\\d{4} ± \\d+\\.\\d{4} on 4 images held back"),
        line);
    assertTrue(line.length() <= 80, line);
    assertEquals(line, done.output().lines().toList().getLast());
    CommandRun again = eval("run", "--validation", HELD_BACK, "--seed", SEED);
    assertFalse(again.error().contains("note:"), again.error());
    JsonObject told = train("twin", "--steps", 6, "--json").json().getAsJsonObject("validation");
    assertEquals(again.json().get("bits_per_dim"), told.get("bits_per_dim"));
    assertEquals(again.json().get("standard_error"), told.get("standard_error"));
    assertEquals(again.json().get("images"), told.get("images"));
    String kept = Files.readString(folder.resolve("run/validation.csv"));
    String expected =
        "updates,images,bits_per_dim,standard_error\n6,4,"
            + told.get("bits_per_dim").getAsString()
            + ","
            + told.get("standard_error").getAsString()
            + "\n";
    assertEquals(expected, kept);
  }

  @Test
  void whatIsReadForTrainingAndWhatIsHeldBackAreDisjoint() {
    train("run", "--steps", 1);
    ImageSet all = ImageSets.open(data);
    Split split = Split.of(all, HELD_BACK, SEED);
    assertEquals(HELD_BACK, split.validation().length);
    Set<Long> both = new HashSet<>();
    LongStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation()))
        .forEach(both::add);
    assertEquals(COUNT, both.size());
    StoredModel model = model("run");
    assertEquals(all.select(split.train()).sha256(), model.provenance().get("data_sha256"));
    assertEquals("4", model.provenance().get("validation"));
  }

  /** Neither weights nor pre-transforms nor noise know them, and eval measures just them. */
  @Test
  void otherPixelsHeldBackGiveTheSameModelAndAnotherValidation() throws IOException {
    String before = line(train("before", "--steps", 6).output());
    byte[] file = Files.readAllBytes(data);
    for (long n : Split.of(ImageSets.open(data), HELD_BACK, SEED).validation()) {
      int from = HEADER + PIXELS * (int) n;
      Arrays.fill(file, from, from + PIXELS / 2, (byte) 250);
    }
    Files.write(data, file);
    assertNotEquals(before, line(train("after", "--steps", 6).output()));
    assertArrayEquals(bytes("before"), bytes("after"));
  }

  @Test
  void aRunGoesOnWithoutTheSameImages() throws IOException {
    String whole = line(train("whole", "--steps", 12).output());
    train("parts", "--steps", 5, "--cosine-steps", 12);
    CommandRun rest =
        run(
            new TrainCommand(),
            "train",
            "--resume",
            "--out",
            folder.resolve("parts"),
            "--steps",
            12);
    assertEquals(0, rest.exitCode(), rest.error());
    assertEquals(whole, line(rest.output()));
    assertArrayEquals(bytes("whole"), bytes("parts"));
    List<String> rows = Files.readAllLines(folder.resolve("parts/validation.csv"));
    assertEquals(3, rows.size(), rows.toString());
    assertTrue(rows.get(1).startsWith("5,4,") && rows.get(2).startsWith("12,4,"), rows.toString());
    assertEquals(Files.readAllLines(folder.resolve("whole/validation.csv")).get(1), rows.get(2));
    run(
            new TrainCommand(),
            "train",
            "--resume",
            "--out",
            folder.resolve("parts"),
            "--validation",
            5)
        .assertWrongUsage("has --validation 4, now 5");
    Path settings = folder.resolve("parts/settings.json");
    Files.writeString(
        settings,
        Files.readString(settings).replace("\"--validation\": \"4\"", "\"--validation\": \"5\""));
    CommandRun other =
        run(new TrainCommand(), "train", "--resume", "--out", folder.resolve("parts"));
    assertEquals(1, other.exitCode(), other.error());
    assertTrue(other.error().contains("was trained with data_sha256"), other.error());
  }

  @Test
  void labelsFollowTheSelection() throws IOException {
    data = Files.move(data, folder.resolve("x-images-idx3-ubyte"));
    byte[] labels = new byte[8 + COUNT];
    System.arraycopy(new byte[] {0, 0, 8, 1, 0, 0, 0, COUNT}, 0, labels, 0, 8);
    Split split = Split.of(ImageSets.open(data), HELD_BACK, SEED);
    long last = split.validation()[0];
    for (int n = 0; n < COUNT; n++) {
      labels[8 + n] = (byte) (n == last ? 2 : n % 2); // the last class among those held back alone
    }
    Files.write(folder.resolve("x-labels-idx1-ubyte"), labels);
    CommandRun done = train("run", "--steps", 4, "--conditional", "--learning-rate", "0.05");
    ImageSet trained = ImageSets.open(data).select(split.train());
    StoredModel model = model("run");
    assertEquals(3, model.spec().classes());
    assertEquals(
        ImageLabels.of(trained, model.spec().imageClasses()).sha256(),
        model.provenance().get("labels_sha256"));
    JsonObject again = eval("run", "--validation", HELD_BACK, "--seed", SEED).json();
    String bits = String.format(Locale.ROOT, "%.4f", again.get("bits_per_dim").getAsDouble());
    assertTrue(line(done.output()).contains(" " + bits + " "), bits);
  }

  @Test
  void aModelThatMayHaveSeenTheImagesIsToldOf() {
    train("run", "--steps", 1);
    String note = "note: the model may have been trained on images of the validation";
    CommandRun other = eval("run", "--validation", HELD_BACK, "--seed", SEED + 1);
    assertEquals(1, other.error().lines().filter(note::equals).count(), other.error());
    Path run = folder.resolve("run");
    CommandRun on = from(run, "same", SEED);
    assertFalse(on.error().contains(note), on.error());
    CommandRun seen = from(run, "seen", SEED + 1);
    assertTrue(seen.error().contains(note), seen.error());
  }

  private CommandRun from(Path model, String out, int seed) {
    CommandRun done =
        run(
            new TrainCommand(),
            "train",
            "--from",
            model,
            "--out",
            folder.resolve(out),
            "--data",
            data,
            "--batch",
            5,
            "--steps",
            1,
            "--seed",
            seed,
            "--validation",
            HELD_BACK);
    assertEquals(0, done.exitCode(), done.error());
    return done;
  }

  @Test
  void levelsTrainedApartAreMeasuredOnceTheyAreMerged() {
    String apart = line(train("a", "--steps", 4, "--only-levels", "0,1").output());
    assertEquals("validation waits for all levels: merge, then eval --validation", apart);
    train("b", "--steps", 4, "--only-levels", "2");
    Path merged = folder.resolve("merged");
    CommandRun merge =
        run(new MergeCommand(), "merge", folder.resolve("a"), folder.resolve("b"), "--out", merged);
    assertEquals(0, merge.exitCode(), merge.error());
    JsonObject whole = train("whole", "--steps", 4, "--json").json().getAsJsonObject("validation");
    CommandRun found = eval("merged", "--validation", HELD_BACK, "--seed", SEED);
    assertFalse(found.error().contains("note:"), found.error());
    assertEquals(whole.get("bits_per_dim"), found.json().get("bits_per_dim"));
  }

  /** A solve that does not arrive: the model stands and is told of, what failed in one line. */
  @Test
  void theModelIsToldOfBeforeItIsMeasured() {
    Path wild =
        TinyModel.writeScaled(
            folder.resolve("wild.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8), 1e6f);
    Path out = folder.resolve("run");
    CommandRun done =
        run(
            new TrainCommand(),
            "train",
            "--from",
            wild,
            "--data",
            data,
            "--out",
            out,
            "--batch",
            5,
            "--steps",
            1,
            "--skip",
            1e-9,
            "--validation",
            HELD_BACK);
    assertEquals(1, done.exitCode(), done.error());
    assertTrue(done.output().contains("model " + out), done.output());
    String last = done.error().lines().toList().getLast();
    assertTrue(last.contains("eval: image "), last);
    assertFalse(Files.exists(out.resolve("validation.csv")));
  }

  @Test
  void reportsTellIt() throws IOException {
    train("one", "--steps", 2);
    train("two", "--steps", 3);
    CommandRun report =
        run(
            new ReportCommand(),
            "report",
            folder.resolve("one"),
            folder.resolve("two"),
            "--samples",
            0,
            "--json");
    assertEquals(0, report.exitCode(), report.error());
    JsonObject told = report.json().getAsJsonArray("runs").get(1).getAsJsonObject();
    assertEquals(3, told.getAsJsonObject("validation").get("updates").getAsInt());
    String page = Files.readString(folder.resolve("one/report.html"));
    assertTrue(page.contains("two: validation bits/dim "), page);
    assertTrue(page.contains("images held back from training, after 3 updates."), page);
  }

  @Test
  void withoutItNothingIsToldOrWritten() {
    CommandRun done = trainWithout(0, "run", "--steps", 1);
    assertFalse(done.output().contains("validation"), done.output());
    assertFalse(Files.exists(folder.resolve("run/validation.csv")));
    assertFalse(model("run").provenance().containsKey("validation"));
  }

  @Test
  void evalNeedsImagesToMeasure() {
    train("run", "--steps", 1);
    for (int count : new int[] {-1, 0, COUNT}) {
      CommandRun done =
          run(
              new EvalCommand(),
              "eval",
              "--model",
              folder.resolve("run"),
              "--data",
              data,
              "--validation",
              count);
      done.assertWrongUsage("validation");
    }
  }
}
