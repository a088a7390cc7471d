package rivulet.wavelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against testdata/golden/wavelet-rgb: float64 numbers of two 3×8×8 images. */
class WaveletGoldenTest {
  private static final double BOUND = 1e-12;

  @ParameterizedTest
  @EnumSource(names = {"UNIMODULAR", "HAAR"})
  void agreesBothWays(Wavelet wavelet) throws IOException {
    double[] images = tensor("x");
    double[] coarses = tensor(wavelet.id() + ":coarse");
    double[] details = tensor(wavelet.id() + ":detail");
    assertEquals(2 * 3 * 8 * 8, images.length);
    for (int n = 0; n < 2; n++) {
      double[] image = Arrays.copyOfRange(images, n * 192, (n + 1) * 192);
      double[] coarse = new double[48];
      double[] detail = new double[144];
      wavelet.forward(image, 3, 8, 8, coarse, detail);
      assertArrayEquals(Arrays.copyOfRange(coarses, n * 48, (n + 1) * 48), coarse, BOUND);
      assertArrayEquals(Arrays.copyOfRange(details, n * 144, (n + 1) * 144), detail, BOUND);

      double[] back = new double[192];
      wavelet.inverse(coarses, n * 48, details, n * 144, 3, 8, 8, back, 0);
      assertArrayEquals(image, back, BOUND);
    }
  }

  private static double[] tensor(String name) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(golden())).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) file.getLong(0);
    String text = new String(file.array(), 8, headerBytes, StandardCharsets.UTF_8);
    JsonObject entry = new Gson().fromJson(text, JsonObject.class).getAsJsonObject(name);
    assertEquals("F64", entry.get("dtype").getAsString());
    JsonArray range = entry.getAsJsonArray("data_offsets");
    int start = range.get(0).getAsInt();
    double[] values = new double[(range.get(1).getAsInt() - start) / Double.BYTES];
    file.position(8 + headerBytes + start);
    file.slice().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  private static Path golden() {
    Path root = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.isDirectory(root.resolve("testdata"))) {
      root = root.getParent();
    }
    return root.resolve("testdata/golden/wavelet-rgb.safetensors");
  }
}
