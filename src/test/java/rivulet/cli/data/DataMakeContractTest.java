package rivulet.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.cli.CommandRun;

/** What {@code data make} writes, says and refuses. */
final class DataMakeContractTest {
  @TempDir private Path folder;

  private CommandRun make(Object... more) {
    List<Object> line = new ArrayList<>(List.of("data", "make"));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new DataCommand()), line.toArray());
  }

  /** A picture whose value tells row, column and channel. */
  private void picture(String name, int channels, int height, int width) throws IOException {
    byte[] planar = new byte[channels * height * width];
    for (int i = 0; i < planar.length; i++) {
      planar[i] = (byte) (i * 29 + 3);
    }
    Path file = folder.resolve("pictures").resolve(name);
    Files.createDirectories(file.getParent());
    Images.of(planar, channels, height, width).writePng(file, 1, 0, 1);
  }

  @Test
  void oneFileOfImagesAndOneOfLabels() throws IOException {
    picture("cat/a.png", 3, 9, 12);
    picture("cat/b.png", 3, 8, 8);
    picture("dog/a.png", 3, 20, 9);
    Path out = folder.resolve("set.npy");
    CommandRun run =
        make(
            folder.resolve("pictures"),
            "--out",
            out,
            "--size",
            4,
            "--filter",
            "triangle",
            "--json");
    assertEquals(0, run.exitCode(), run.error());
    Images images = Images.read(out, false, "NHWC");
    Images expected = Images.centreSquares(folder.resolve("pictures"), 4, "triangle");
    assertEquals("3 images of 3x4x4", images.toString());
    for (int n = 0; n < 3; n++) {
      assertArrayEquals(expected.image(n), images.image(n));
    }
    assertEquals(2, images.classes());
    assertEquals(images.sha256(), Images.read(out).sha256());
    byte[] labels = Files.readAllBytes(folder.resolve("set-labels.npy"));
    assertEquals(1, labels[labels.length - 1]);
    assertEquals(0, labels[labels.length - 2]);
    JsonObject said = run.json();
    assertEquals(images.sha256(), said.get("content_sha256").getAsString());
    assertEquals(Images.sha256(out), said.get("file_sha256").getAsString());
    assertEquals("triangle", said.get("filter").getAsString());
    assertTrue(run.error().contains("central squares, resized by triangle"), run.error());
    assertTrue(run.error().contains("2: cat, dog"), run.error());
    run.error()
        .lines()
        .filter(line -> !line.startsWith(out.toString()))
        .forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void tilesOfGreyPicturesAreThreeDimensions() throws IOException {
    picture("a.png", 1, 9, 12);
    Path out = folder.resolve("set.npy");
    CommandRun run = make(folder.resolve("pictures"), "--out", out, "--size", 2, "--tiles", 2);
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(
        new String(Files.readAllBytes(out), 0, 100, StandardCharsets.ISO_8859_1)
            .contains("'shape': (6, 2, 2)"));
    assertEquals("6 images of 1x2x2", Images.read(out).toString());
    assertFalse(Files.exists(folder.resolve("set-labels.npy")));
    assertTrue(run.output().contains("tiles of pictures made 2 times smaller by box"));
  }

  @Test
  void labelsOfOtherImagesAreNotLeftBeside() throws IOException {
    picture("a.png", 1, 9, 12);
    Files.write(folder.resolve("set-labels.npy"), new byte[1]);
    make(folder.resolve("pictures"), "--out", folder.resolve("set.npy"), "--size", 2)
        .assertFailsWith("set-labels.npy: would be taken for the labels of", "remove it");
    assertFalse(Files.exists(folder.resolve("set.npy")));
  }

  @Test
  void refusesWhatCannotBeMade() throws IOException {
    picture("a.png", 1, 9, 12);
    Path pictures = folder.resolve("pictures");
    make(pictures, "--out", folder.resolve("set"), "--size", 2).assertFailsWith("ends in .npy");
    Path out = folder.resolve("set.npy");
    make(pictures, "--out", out, "--size", 10).assertFailsWith("fewer than 10 rows or columns");
    make(pictures, "--out", out, "--size", 0).assertWrongUsage("size");
    make(pictures, "--out", out, "--size", 2, "--tiles", 0).assertWrongUsage("tiles");
    make(pictures.resolve("a.png"), "--out", out, "--size", 2)
        .assertFailsWith("a.png: is a file, a folder was asked");
    make(pictures, "--out", out).assertWrongUsage("--size");
    make(pictures, "--out", out, "--size", 2, "--filter", "cubic").assertWrongUsage("lanczos3");
    make(folder.resolve("none"), "--out", out, "--size", 2).assertFailsWith("none");
    assertFalse(Files.exists(out));
  }
}
