package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.noise.DequantisationKind;
import rivulet.noise.TruncatedNormal;
import rivulet.train.AtomModel;

/** Transforms of pixels in files: the same bytes again, and faults told in one line. */
class PixelTransformFileFaultTest {
  private static final String POSITIONS = "pixel_transform.cdf.positions";
  private static final String EVEN = "dequantisation.even_values";

  @TempDir private Path folder;
  private Path file;
  private StoredModel written;

  @BeforeEach
  void write() {
    written = model("atoms", DequantisationKind.TRUNCATED_NORMAL);
    file = folder.resolve("model.safetensors");
    ModelFile.write(file, written);
  }

  private static StoredModel model(String transform, DequantisationKind noise) {
    return AtomModel.of(AtomModel.spec(2, 2, transform), AtomModel.images(2, 40), noise, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "atoms", "atoms,affine", "logit", "logit,affine", "cdf", "affine"})
  void modelsComeBackAsTheyWere(String transform) throws IOException {
    StoredModel model = model(transform, DequantisationKind.TRUNCATED_NORMAL);
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    ModelFile.write(first, model);
    StoredModel read = ModelFile.read(first);
    ModelFile.write(second, read);
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    assertEquals(model.spec(), read.spec());
    assertEquals(model.pixelTransform().parameters(), read.pixelTransform().parameters());
    boolean[][] even = ((TruncatedNormal) model.dequantisation()).even();
    assertTrue(Arrays.deepEquals(even, ((TruncatedNormal) read.dequantisation()).even()));
    assertEquals(transform.startsWith("atoms") ? 2 : 0, even.length);
    double[] there = {0, 0.3, 0.78125, 0.999, 0.5, 0.001, 0.781, 1 - 0x1p-53};
    double[] back = there.clone();
    assertEquals(
        model.pixelTransform().forward(there, 0, 2, 4),
        read.pixelTransform().forward(back, 0, 2, 4));
    assertArrayEquals(there, back);
    try (SafetensorsFile tensors = SafetensorsFile.open(first)) {
      boolean named = tensors.metadata().containsKey("pixel_transform");
      assertEquals(!transform.equals("none"), named);
      assertFalse(transform.equals("none") && tensors.names().contains(POSITIONS));
    }
  }

  /** The file with one tensor left out, given another shape, or other values. */
  private String refused(String name, boolean kept, long[] shape, UnaryOperator<float[]> change) {
    SafetensorsWriter writer = new SafetensorsWriter();
    Path damaged = folder.resolve("damaged.safetensors");
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      assertTrue(tensors.names().contains(name), name);
      tensors.metadata().forEach(writer::metadata);
      for (String tensor : tensors.names()) {
        if (!tensor.equals(name)) {
          writer.floats(tensor, tensors.entry(tensor).shape(), tensors.floats(tensor));
        } else if (kept) {
          long[] sides = shape.length > 0 ? shape : tensors.entry(tensor).shape();
          writer.floats(tensor, sides, change.apply(tensors.floats(tensor)));
        }
      }
      writer.write(damaged);
    }
    String message = assertThrows(StoreException.class, () -> ModelFile.read(damaged)).getMessage();
    assertTrue(message.startsWith(damaged.toString()), message);
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.length() < 600, message);
    return message;
  }

  private static void assertSays(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  private String with(String name, int at, float value) {
    return refused(
        name,
        true,
        new long[0],
        values -> {
          values[at] = value;
          return values;
        });
  }

  @Test
  void missingTensorsAreNamed() {
    for (String name : new String[] {"positions", "values", "slopes"}) {
      String said = refused("pixel_transform.cdf." + name, false, new long[0], v -> v);
      assertSays("tensors 'pixel_transform.…': pre-transform: parameter 'cdf." + name, said);
    }
    assertSays("tensor '" + EVEN + "' asked", refused(EVEN, false, new long[0], v -> v));
  }

  @Test
  void shapesMustFit() {
    int knots = written.pixelTransform().parameters().get("cdf.positions").shape()[1];
    assertSays("must have one shape", refused(POSITIONS, true, new long[] {1, 2L * knots}, v -> v));
    assertSays("with 2 sides", refused(POSITIONS, true, new long[] {2L * knots}, v -> v));
    assertSays(
        "has shape [512], the model needs [2, 256]", refused(EVEN, true, new long[] {512}, v -> v));
    assertSays(
        "has shape [1, 256], the model needs [2, 256]",
        refused(EVEN, true, new long[] {1, 256}, v -> Arrays.copyOf(v, 256)));
  }

  @Test
  void knotsMustRiseAndSlopesBePositive() {
    assertSays("'pixel_transform.…': spline: positions must be finite", with(POSITIONS, 3, 0));
    assertSays("number 3 of", with(POSITIONS, 3, 0));
    assertSays("values must be finite", with("pixel_transform.cdf.values", 2, 2));
    assertSays("number 4 of", with("pixel_transform.cdf.values", 4, Float.NaN));
    assertSays("slope 1 is -1.0", with("pixel_transform.cdf.slopes", 1, -1));
    assertSays("slope 0 is 0.0", with("pixel_transform.cdf.slopes", 0, 0));
    assertSays("slope 5 is NaN", with("pixel_transform.cdf.slopes", 5, Float.NaN));
    assertSays("holds 0.5, not 0 or 1", with(EVEN, 7, 0.5f));
    assertSays("holds NaN, not 0 or 1", with(EVEN, 7, Float.NaN));
  }

  /** Made by hand from a file of one channel: the transform is of other images. */
  @Test
  void transformsOfOtherChannelsAreRefused() {
    StoredModel grey =
        AtomModel.of(
            AtomModel.spec(1, 2, "atoms"),
            AtomModel.images(1, 40),
            DequantisationKind.TRUNCATED_NORMAL,
            false);
    StoredModel mixed =
        new StoredModel(
            written.spec(),
            grey.pixelTransform(),
            written.levels(),
            written.provenance(),
            written.dequantisation());
    ModelFile.write(file, mixed);
    String said = assertThrows(StoreException.class, () -> ModelFile.read(file)).getMessage();
    assertSays("2 channels are needed, found cdf of 1 channels", said);
  }
}
