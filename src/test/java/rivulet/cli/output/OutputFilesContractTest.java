package rivulet.cli.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.cli.CommandRun;
import rivulet.cli.Commands;
import rivulet.cli.TinyModel;
import rivulet.store.SpecialFiles;
import rivulet.wavelet.Wavelet;

/** What commands do with outputs that cannot be written, and when. */
final class OutputFilesContractTest {
  /** A tolerance that no solve reaches: a command that worked before it looked would say so. */
  private static final List<Object> HOPELESS = List.of("--tolerance", "1e-300", "--threads", 1);

  @TempDir Path dir;

  private Path model;

  @BeforeEach
  void makeModel() {
    model = TinyModel.write(dir.resolve("m"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
  }

  private static Path images() {
    return Path.of("..", "testdata", "fashion-mnist");
  }

  private static CommandRun run(List<Object> arguments, Object... more) {
    List<Object> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return CommandRun.of(Commands.all(), all.toArray());
  }

  private List<Object> sample(Object... more) {
    List<Object> all = new ArrayList<>(List.of("sample", "--model", model, "--count", 1));
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void fifosTakePictureAndArray() throws Exception {
    Path picture = SpecialFiles.fifo(dir.resolve("p"));
    Path array = SpecialFiles.fifo(dir.resolve("a"));
    CompletableFuture<byte[]> png = SpecialFiles.reader(picture);
    CompletableFuture<byte[]> npy = SpecialFiles.reader(array);
    CommandRun run = run(sample("--out", picture, "--npy", array, "--threads", 1));
    assertEquals(0, run.exitCode(), run.error());
    run(sample("--out", dir.resolve("p.png"), "--npy", dir.resolve("a.npy"), "--threads", 1));
    assertArrayEquals(Files.readAllBytes(dir.resolve("p.png")), png.get());
    assertArrayEquals(Files.readAllBytes(dir.resolve("a.npy")), npy.get());
    assertFalse(Files.isRegularFile(picture) || Files.isRegularFile(array));
  }

  static Stream<List<String>> outputsOfSample() {
    return Stream.of(List.of("--out"), List.of("--out", "fine.png", "--npy"));
  }

  @ParameterizedTest
  @MethodSource("outputsOfSample")
  void sampleLooksBeforeItDraws(List<String> before) throws IOException {
    List<Object> arguments = sample(HOPELESS.toArray());
    before.forEach(word -> arguments.add(word.endsWith(".png") ? dir.resolve(word) : word));
    run(arguments, dir.resolve("no/p.png"))
        .assertFailsWith("no/p.png: cannot be written, folder ", " does not exist: create it");
    run(arguments, dir).assertFailsWith(dir + ": is a folder");
    Path kept = Files.writeString(dir.resolve("kept"), "old");
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("r--r--r--"));
    run(arguments, kept).assertFailsWith(kept + ": is read-only: give another name");
    assertEquals("old", Files.readString(kept));
  }

  @Test
  void pictureAndArrayHaveTwoNames() throws IOException {
    Files.createSymbolicLink(dir.resolve("l"), Path.of("."));
    run(sample(HOPELESS.toArray()), "--out", dir.resolve("x"), "--npy", dir.resolve("l/x"))
        .assertFailsWith("l/x: is asked for twice");
  }

  @Test
  void upscaleLooksBeforeItReads() {
    List<Object> upscale = List.of("upscale", "--model", model, "--image", dir.resolve("none"));
    run(upscale, "--out", dir).assertFailsWith(dir + ": is a folder");
    run(upscale, "--out", dir.resolve("x"), "--npy", dir.resolve("x"))
        .assertFailsWith("x: is asked for twice");
  }

  @Test
  void evalLooksAtTheFolderOfMapsFirst() throws IOException {
    List<Object> eval = List.of("eval", "--model", dir.resolve("none"), "--data", images());
    run(eval, "--maps", model).assertFailsWith(model + ": cannot be made a folder");
    Path maps = Files.createDirectory(dir.resolve("maps"));
    Files.createDirectory(maps.resolve("pixel-bits.csv"));
    run(eval, "--maps", maps).assertFailsWith("pixel-bits.csv: is a folder");
  }

  @Test
  void playAndMergeLookFirst() {
    run(List.of("play", "--steps", 1_000_000, "--out"), model)
        .assertFailsWith(model + ": cannot be made a folder");
    run(List.of("merge", dir.resolve("none"), "--out"), model)
        .assertFailsWith(model + ": cannot be made a folder");
  }

  @Test
  void filesOfARunAreRegular() throws Exception {
    Path run = Files.createDirectory(dir.resolve("run"));
    for (String name : List.of("metrics.csv", "metrics.jsonl", "checkpoint.safetensors")) {
      Path fifo = SpecialFiles.fifo(run.resolve(name));
      CommandRun train =
          run(
              List.of("train", "--data", images(), "--limit", 7, "--levels", 1, "--hidden", 2),
              "--batch",
              7,
              "--steps",
              1,
              "--resume",
              "--out",
              run);
      assertEquals(1, train.exitCode());
      String line = train.error().lines().toList().getLast();
      assertTrue(line.contains(name + ": is no regular file"), line);
      Files.delete(fifo);
    }
  }
}
