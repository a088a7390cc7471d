package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.format.PngWriter;
import rivulet.wavelet.Wavelet;

/** Finer images keep the coarse one as the means of their blocks. */
final class UpscaleCommandContractTest {
  private static final int NPY_HEADER = 128;

  @TempDir private Path folder;

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(List.of(new UpscaleCommand()), arguments);
  }

  private Path model(Wavelet wavelet) {
    return TinyModel.write(folder.resolve("model.safetensors"), TinyModel.spec(wavelet, 3, 8, 12));
  }

  /** Every value of a byte's range, black and white included. */
  private static byte[] pixels(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 255 / (count - 1));
    }
    return bytes;
  }

  private Path picture(int channels, int height, int width) throws IOException {
    byte[] bytes = pixels(channels * height * width);
    return Files.write(
        folder.resolve("coarse.png"),
        PngWriter.encode(PngWriter.picture(channels, height, width, bytes)));
  }

  @Test
  void modelsWithClassesNeedALabel() throws IOException {
    Path model =
        TinyModel.write(
            folder.resolve("classes.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12, 3));
    Path coarse = picture(1, 4, 6);
    Path out = folder.resolve("fine.png");
    CommandRun none = run("upscale", "--model", model, "--image", coarse, "--out", out);
    assertEquals(2, none.exitCode());
    assertTrue(none.error().contains("classes 0 to 2, none given"), none.error());
    CommandRun given =
        run("upscale", "--model", model, "--image", coarse, "--out", out, "--label", 2);
    assertEquals(0, given.exitCode(), given.error());
  }

  @ParameterizedTest
  @EnumSource(Wavelet.class)
  void meansAreKeptBeforeRoundingAndAfter(Wavelet wavelet) throws IOException {
    Path out = folder.resolve("fine.png");
    Path npy = folder.resolve("fine.npy");
    CommandRun run =
        run(
            "upscale",
            "--model",
            model(wavelet),
            "--image",
            picture(3, 4, 6),
            "--out",
            out,
            "--npy",
            npy,
            "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals("3x8x12", said.get("shape").getAsString());
    assertTrue(said.get("mean_error_before_rounding").getAsDouble() < 1e-6, run.output());
    assertTrue(said.get("clipped_pixels").getAsLong() > 20, run.output());
    byte[] given = pixels(3 * 4 * 6);
    ByteBuffer raw = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    ImageSet fine = ImageSets.open(out);
    byte[] rounded = new byte[fine.imageBytes()];
    fine.read(0, rounded);
    int outside = 0;
    for (int i = 0; i < rounded.length; i++) {
      float value = raw.getFloat(NPY_HEADER + 4 * i);
      outside += value < 0 || value >= 1 ? 1 : 0;
    }
    assertEquals(outside, said.get("clipped_pixels").getAsInt());
    String share = String.format(Locale.ROOT, "(%.2f %%)", 100.0 * outside / rounded.length);
    assertTrue(run.error().contains(share), run.error());
    double worst = 0;
    for (int block = 0; block < given.length; block++) {
      double before = 0;
      double after = 0;
      for (int i = 0; i < 4; i++) {
        int at = (block / 6 * 2 + i / 2) * 12 + block % 6 * 2 + i % 2;
        before += raw.getFloat(NPY_HEADER + 4 * at) / 4.0;
        after += Byte.toUnsignedInt(rounded[at]) / 4.0;
      }
      int pixel = Byte.toUnsignedInt(given[block]);
      assertEquals((pixel + 0.5) / 256, before, 1e-6, "block " + block);
      assertEquals(pixel, after, 0.5 + 1e-9, "block " + block);
      worst = Math.max(worst, Math.abs(after - pixel) / 256);
    }
    assertTrue(worst > 1e-4, "rounding moves some mean");
    assertEquals(worst, said.get("mean_error_after_rounding").getAsDouble(), 1e-12);
  }

  @Test
  void fromTheCoarsestOverOneOrBothLevels() throws IOException {
    Path model = model(Wavelet.UNIMODULAR);
    Path coarse = picture(3, 2, 3);
    Path out = folder.resolve("fine.png");
    CommandRun all = run("upscale", "--model", model, "--image", coarse, "--out", out, "--json");
    assertEquals("3x8x12", all.json().get("shape").getAsString());
    assertTrue(all.json().get("mean_error_after_rounding").getAsDouble() < 1 / 255.0);
    assertEquals(12, ImageSets.open(out).width());
    CommandRun one =
        run("upscale", "--model", model, "--image", coarse, "--out", out, "--levels", 1);
    assertEquals(0, one.exitCode(), one.error());
    assertEquals(6, ImageSets.open(out).width());
    run("upscale", "--model", model, "--image", coarse, "--out", out, "--levels", 3)
        .assertWrongUsage("--levels must lie in 1..2 for this image, found 3");
  }

  @Test
  void unfitImagesAreOneLine() throws IOException {
    Path model = model(Wavelet.UNIMODULAR);
    Path out = folder.resolve("fine.png");
    for (int[] size : new int[][] {{3, 8, 12}, {1, 4, 6}, {3, 6, 4}}) {
      run("upscale", "--model", model, "--image", picture(size[0], size[1], size[2]), "--out", out)
          .assertFailsWith("this model upscales 3x2x3 or 3x4x6");
    }
    Path broken = Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
    run("upscale", "--model", model, "--image", broken, "--out", out)
        .assertFailsWith("not an image set");
    byte[] bytes = Files.readAllBytes(picture(3, 4, 6));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, 60));
    run("upscale", "--model", model, "--image", cut, "--out", out).assertFailsWith("cut.png");
    run("upscale", "--model", model, "--image", folder.resolve("none"), "--out", out)
        .assertFailsWith("none");
  }

  /** The first of several is the one drawn alone; the spread is that of the values written. */
  @Test
  void severalAnswersAndHowFarTheyDiffer() throws IOException {
    Path model = model(Wavelet.UNIMODULAR);
    Path coarse = picture(3, 4, 6);
    Path out = folder.resolve("fine.png");
    Path npy = folder.resolve("fine.npy");
    Path map = folder.resolve("map.png");
    run("upscale", "--model", model, "--image", coarse, "--out", out, "--npy", npy);
    float[] alone = floats(npy, 1);
    CommandRun run =
        run(
            "upscale",
            "--model",
            model,
            "--image",
            coarse,
            "--out",
            out,
            "--npy",
            npy,
            "--count",
            3,
            "--diversity",
            map,
            "--json");
    assertEquals(0, run.exitCode(), run.error());
    int size = 3 * 8 * 12;
    float[] three = floats(npy, 3);
    assertArrayEquals(alone, Arrays.copyOf(three, size));
    double sum = 0;
    double largest = 0;
    int whitest = 0;
    for (int i = 0; i < size; i++) {
      double mean = ((double) three[i] + three[size + i] + three[2 * size + i]) / 3;
      double squares = 0;
      for (int n = 0; n < 3; n++) {
        squares += Math.pow(three[n * size + i] - mean, 2) / 3;
      }
      sum += Math.sqrt(squares) / size;
      if (Math.sqrt(squares) > largest) {
        largest = Math.sqrt(squares);
        whitest = i;
      }
    }
    JsonObject said = run.json();
    assertEquals(3, said.get("count").getAsInt());
    assertEquals(3 * size, said.get("pixels").getAsInt());
    assertTrue(sum > 0.01, "answers differ");
    assertEquals(sum, said.get("diversity_mean").getAsDouble(), 1e-6);
    assertEquals(largest, said.get("diversity_largest").getAsDouble(), 1e-6);
    // each pixel a square of 8, lines of 2 between and around images
    assertEquals(3 * 12 * 8 + 4 * 2, ImageSets.open(out).width());
    byte[] drawn = new byte[64 * size];
    ImageSets.open(map).read(0, drawn);
    int row = whitest / 12 * 8;
    assertEquals((byte) 255, drawn[row * 12 * 8 + whitest % 12 * 8]);
  }

  private static float[] floats(Path npy, int images) throws IOException {
    ByteBuffer raw = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[images * 3 * 8 * 12];
    assertEquals(NPY_HEADER + 4 * values.length, raw.capacity());
    raw.position(NPY_HEADER).asFloatBuffer().get(values);
    return values;
  }

  @Test
  void aMapOfOneAnswerIsWrongUsage() throws IOException {
    Path out = folder.resolve("fine.png");
    Object[] line = {
      "upscale", "--model", model(Wavelet.HAAR), "--image", picture(3, 4, 6), "--out", out
    };
    Object[] map = Arrays.copyOf(line, line.length + 2);
    map[line.length] = "--diversity";
    map[line.length + 1] = folder.resolve("map.png");
    run(map).assertWrongUsage("--diversity needs --count 2 or more");
    map[line.length] = "--count";
    map[line.length + 1] = 0;
    run(map).assertWrongUsage("--count must lie in 1..1000, found 0");
  }
}
