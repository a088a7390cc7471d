package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageSets;
import rivulet.wavelet.Wavelet;

/** Drawing images by the command: what is written, what it depends on, and its errors. */
final class SampleCommandContractTest {
  private static final int NPY_HEADER = 128;
  private static final int IMAGE_BYTES = 4 * 8 * 12;

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void writeModel() {
    model =
        TinyModel.write(
            folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12));
  }

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new SampleCommand()), arguments);
  }

  private byte[] raw(String name, Object... more) throws IOException {
    Path npy = folder.resolve(name + ".npy");
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("sample", "--model", model, "--out", folder.resolve(name + ".png")));
    line.addAll(List.of("--npy", npy));
    line.addAll(List.of(more));
    CommandRun run = run(line.toArray());
    assertEquals(0, run.exitCode(), run.error());
    return Files.readAllBytes(npy);
  }

  @Test
  void labelsChooseTheClassAndAllClassesTakeTurnsWithoutOne() throws IOException {
    TinyModel.write(model, TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12, 3));
    byte[] turns = raw("turns", "--count", 4);
    byte[] first = raw("first", "--count", 4, "--label", 1);
    for (int image = 0; image < 4; image++) {
      int from = NPY_HEADER + image * IMAGE_BYTES;
      boolean same =
          Arrays.equals(turns, from, from + IMAGE_BYTES, first, from, from + IMAGE_BYTES);
      assertEquals(image % 3 == 1, same, "image " + image);
    }
  }

  @Test
  void labelsThatTheModelDoesNotKnowAreWrongUsage() {
    Path out = folder.resolve("no.png");
    CommandRun plain = run("sample", "--model", model, "--out", out, "--label", 0);
    assertEquals(2, plain.exitCode());
    assertTrue(plain.error().contains("trained without classes"), plain.error());
    TinyModel.write(model, TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12, 3));
    CommandRun high = run("sample", "--model", model, "--out", out, "--label", 3);
    assertEquals(2, high.exitCode());
    assertTrue(high.error().contains("classes 0 to 2, found 3"), high.error());
    assertFalse(Files.exists(out));
  }

  @Test
  void writesAGridAndSaysHowManyPixelsWereClipped() {
    Path out = folder.resolve("samples.png");
    CommandRun run =
        run("sample", "--model", folder, "--count", 5, "--seed", 3, "--out", out, "--json");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(1, run.output().lines().count(), run.output());
    assertEquals(5, run.json().get("images").getAsInt());
    assertEquals("1x8x12", run.json().get("shape").getAsString());
    assertEquals(3, run.json().get("seed").getAsLong());
    assertEquals(5 * 96, run.json().get("pixels").getAsInt());
    // Details of deviation 1 around images in [0,1]: many leave it.
    assertTrue(run.json().get("clipped_pixels").getAsLong() > 50, run.output());
    // 3 columns and 2 rows of 8x12 enlarged 8 times, with lines of 2.
    var picture = ImageSets.open(out);
    assertEquals(2 + 3 * (8 * 12 + 2), picture.width());
    assertEquals(2 + 2 * (8 * 8 + 2), picture.height());
  }

  @Test
  void drawsAGridForEachLevelWhereAsked() {
    Path out = folder.resolve("samples.png");
    Path levels = folder.resolve("levels.png");
    CommandRun run = run("sample", "--model", folder, "--count", 5, "--out", out);
    assertEquals(0, run.exitCode(), run.error());
    CommandRun both =
        run("sample", "--model", folder, "--count", 5, "--out", out, "--by-level", levels);
    assertEquals(0, both.exitCode(), both.error());
    assertTrue(
        both.output().contains("levels.png: the same as 1x2x3, 1x4x6, 1x8x12"), both.output());
    assertEquals(3 * ImageSets.open(out).width() + 2 * 12, ImageSets.open(levels).width());
    assertEquals(ImageSets.open(out).height(), ImageSets.open(levels).height());
    run("sample", "--model", folder, "--out", out, "--by-level", folder)
        .assertFailsWith(folder.toString());
  }

  @Test
  void anImageDependsOnSeedAndIndexAlone() throws IOException {
    byte[] many = raw("many", "--count", 11, "--seed", 5, "--threads", 2);
    byte[] few = raw("few", "--count", 3, "--seed", 5, "--threads", 1);
    byte[] other = raw("other", "--count", 3, "--seed", 6);
    assertEquals(NPY_HEADER + 11 * IMAGE_BYTES, many.length);
    byte[] start = Arrays.copyOfRange(many, NPY_HEADER, NPY_HEADER + 3 * IMAGE_BYTES);
    assertArrayEquals(start, Arrays.copyOfRange(few, NPY_HEADER, few.length));
    assertFalse(Arrays.equals(few, other));
  }

  @Test
  void temperatureIsPerLevel() throws IOException {
    byte[] one = raw("one", "--count", 2, "--temperature", "0.5");
    byte[] three = raw("three", "--count", 2, "--temperature", "0.5,0.5,0.5");
    byte[] cold = raw("cold", "--count", 2, "--temperature", "0.5,0.5,0");
    assertArrayEquals(one, three);
    assertFalse(Arrays.equals(one, cold));
    CommandRun two = run("sample", "--model", model, "--out", "x.png", "--temperature", "1,2");
    two.assertWrongUsage("needs 1 number or 3, one per level; found 2");
    run("sample", "--model", model, "--out", "x.png", "--temperature", "-1")
        .assertWrongUsage("must be at least 0, found -1.0");
  }

  @Test
  void seedIsPerLevel() throws IOException {
    byte[] one = raw("one", "--count", 2, "--seed", "7");
    byte[] three = raw("three", "--count", 2, "--seed", "7,7,7");
    byte[] finer = raw("finer", "--count", 2, "--seed", "7,7,8");
    assertArrayEquals(one, three);
    assertFalse(Arrays.equals(one, finer));
    CommandRun two = run("sample", "--model", model, "--out", "x.png", "--seed", "1,2");
    two.assertWrongUsage("--seed needs 1 number or 3, one per level; found 2");
    Path out = folder.resolve("seeds.png");
    CommandRun told =
        run("sample", "--model", model, "--out", out, "--seed", "7,7,9", "--count", 1, "--json");
    assertEquals("[7,7,9]", told.json().get("seeds").toString());
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsComputed() {
    run("sample", "--out", "x.png").assertWrongUsage("--model");
    run("sample", "--model", model).assertWrongUsage("--out");
    run("sample", "--model", model, "--out", "x.png", "--count", 0).assertWrongUsage("--count");
    run("sample", "--model", model, "--out", "x.png", "--threads", 0)
        .assertWrongUsage("--threads must lie in 1..1024, found 0");
    run("sample", "--model", model, "--out", "x.png", "--solver", "rk4")
        .assertWrongUsage("no error estimate");
    run("sample", "--model", model, "--out", "x.png", "--tolerance", 0)
        .assertWrongUsage("atol > 0");
  }

  @Test
  void brokenModelsAreOneLine() throws IOException {
    Path out = folder.resolve("x.png");
    run("sample", "--model", folder.resolve("none"), "--out", out).assertFailsWith("no such file");
    byte[] bytes = Files.readAllBytes(model);
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 7));
    run("sample", "--model", cut, "--out", out).assertFailsWith("cut");
    Path text = Files.writeString(folder.resolve("text"), "this is no model at all\n");
    run("sample", "--model", text, "--out", out).assertFailsWith("not a safetensors file");
    Path part =
        TinyModel.write(folder.resolve("part"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12), 2);
    run("sample", "--model", part, "--out", out).assertFailsWith("[0, 1] of 3", "rivulet merge");
    assertFalse(Files.exists(out));
  }
}
