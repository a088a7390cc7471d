package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.EightBit;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.format.PngWriter;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.train.AtomModel;
import rivulet.wavelet.Wavelet;

/** Images that commands draw from models that transform pixels: samples, and finer ones. */
final class PixelTransformDrawingContractTest {
  private static final int NPY_HEADER = 128;
  private static final int SIDE = 8;

  @TempDir private Path folder;

  private Path write(StoredModel model) {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"atoms", "logit", "cdf", "affine", "atoms,affine"})
  void samplesAreFiniteAtAnyTemperature(String transform) throws IOException {
    Path model = write(AtomModel.stored(Wavelet.UNIMODULAR, 1, transform));
    Path npy = folder.resolve("samples.npy");
    for (double temperature : new double[] {0, 1}) {
      CommandRun run =
          CommandRun.of(
              List.of(new SampleCommand()),
              "sample",
              "--model",
              model,
              "--count",
              3,
              "--temperature",
              temperature,
              "--out",
              folder.resolve("samples.png"),
              "--npy",
              npy);
      assertEquals(0, run.exitCode(), run.error());
      for (float x : floats(npy, 3 * SIDE * SIDE)) {
        assertTrue(Float.isFinite(x), "pixel " + x);
      }
    }
  }

  private static float[] floats(Path npy, int count) throws IOException {
    ByteBuffer raw = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = raw.getFloat(NPY_HEADER + 4 * i);
    }
    return values;
  }

  /**
   * Means of transformed pixels are those given: of the image before rounding to the precision of
   * its file, where nothing is clipped; and errors after rounding are as they are said.
   */
  @ParameterizedTest
  @CsvSource({
    "atoms, UNIMODULAR, 1",
    "atoms, ORTHONORMAL, 1",
    "'atoms,affine', UNIMODULAR, 1",
    "logit, HAAR, 1",
    "cdf, UNIMODULAR, 1",
    "affine, ORTHONORMAL, 1",
    "none, ORTHONORMAL, 1",
    "atoms, UNIMODULAR, 0",
    "logit, UNIMODULAR, 3"
  })
  void upscaledBlocksKeepTransformedMeans(String transform, Wavelet wavelet, double temperature)
      throws IOException {
    StoredModel stored = AtomModel.stored(wavelet, 3, transform);
    Path model = write(stored);
    int coarsePixels = SIDE * SIDE / 4;
    byte[] given = new byte[3 * coarsePixels];
    for (int i = 0; i < given.length; i++) {
      given[i] = (byte) (i * 255 / (given.length - 1));
    }
    Path coarse =
        Files.write(
            folder.resolve("coarse.png"),
            PngWriter.encode(PngWriter.picture(3, SIDE / 2, SIDE / 2, given)));
    Path out = folder.resolve("fine.png");
    Path npy = folder.resolve("fine.npy");
    CommandRun run =
        CommandRun.of(
            List.of(new UpscaleCommand()),
            "upscale",
            "--model",
            model,
            "--image",
            coarse,
            "--out",
            out,
            "--npy",
            npy,
            "--temperature",
            temperature,
            "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    boolean plain = transform.equals("none");
    assertEquals(!plain, said.has("pixel_transform"));
    assertEquals(!plain, said.has("transformed_mean_error_before_rounding"));
    assertEquals(!plain, run.error().contains("under the pixel transform " + transform));
    String before = plain ? "mean_error_before_rounding" : "transformed_mean_error_before_rounding";
    assertTrue(said.get(before).getAsDouble() < 1e-12, said.toString());
    PreTransformChain chain = stored.pixelTransform();
    double[] wanted = new double[given.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = EightBit.centre(given[i]);
    }
    double[] plainWanted = wanted.clone();
    chain.forward(wanted, 0, 3, coarsePixels);
    ImageSet fine = ImageSets.open(out);
    byte[] rounded = new byte[fine.imageBytes()];
    fine.read(0, rounded);
    double[] centres = new double[rounded.length];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = EightBit.centre(rounded[i]);
    }
    assertEquals(
        said.get("mean_error_after_rounding").getAsDouble(), error(plainWanted, centres), 1e-12);
    double[] unclipped = new double[centres.length];
    float[] floats = floats(npy, centres.length);
    int outside = 0;
    for (int i = 0; i < floats.length; i++) {
      unclipped[i] = floats[i];
      outside += floats[i] < 0 || floats[i] >= 1 ? 1 : 0;
    }
    assertEquals(said.get("clipped_pixels").getAsInt(), outside, 2); // float32 rounds to 1
    assertEquals(
        said.get("mean_error_before_rounding").getAsDouble(), error(plainWanted, unclipped), 1e-6);
    double[] transformed = centres.clone();
    chain.forward(transformed, 0, 3, SIDE * SIDE);
    double after = error(wanted, transformed);
    assertEquals(said.get(before.replace("before", "after")).getAsDouble(), after, 1e-12);
    assertTrue(after <= widestHalf(chain) + 1e-9, after + " of " + widestHalf(chain));
    String line = String.format(Locale.ROOT, "%.2f/255 after", 255 * error(plainWanted, centres));
    assertTrue(run.error().contains(line), run.error());
  }

  /** Largest distance of a block's mean from its coarse value. */
  private static double error(double[] coarse, double[] fine) {
    double largest = 0;
    for (int block = 0; block < coarse.length; block++) {
      double mean = 0;
      for (int i = 0; i < 4; i++) {
        int at = (block / 4 * 2 + i / 2) * SIDE + block % 4 * 2 + i % 2;
        mean += fine[at] / 4;
      }
      largest = Math.max(largest, Math.abs(mean - coarse[block]));
    }
    return largest;
  }

  /** How far the middle of a grey value is from its edges at most, transformed. */
  private static double widestHalf(PreTransformChain transform) {
    double widest = 0;
    for (int value = 0; value < 256; value++) {
      double[] x = new double[9];
      for (int c = 0; c < 3; c++) {
        x[3 * c] = value / 256.0;
        x[3 * c + 1] = (value + 0.5) / 256;
        x[3 * c + 2] = (value + 1) / 256.0;
      }
      transform.forward(x, 0, 3, 3);
      for (int c = 0; c < 3; c++) {
        widest = Math.max(widest, x[3 * c + 1] - x[3 * c]);
        widest = Math.max(widest, x[3 * c + 2] - x[3 * c + 1]);
      }
    }
    return widest;
  }
}
