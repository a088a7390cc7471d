package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Runs on windows of larger levels: what they see, and that they depend on no thread. */
final class CropBitsTest {
  private static final int IMAGES = 12;
  private static final int HEIGHT = 32;
  private static final int WIDTH = 24;
  private static final int LEVELS = 3;
  private static final int CROP = 8;
  private static final Set<Integer> ALL = Set.of(0, 1, 2);

  @TempDir Path directory;

  /** Levels of 8×6, 8×6 and 16×12 pixels: the last alone is larger than the crop. */
  private static ModelSpec spec() {
    return new ModelSpec(
        new WaveletPyramid(Wavelet.UNIMODULAR, 1, HEIGHT, WIDTH, LEVELS),
        Networks.of(List.of(16, 16), LayerKind.CONCAT, Activation.SWISH),
        PreTransformRecipe.parse("affine"));
  }

  private static ImageSet images() {
    byte[] pixels = new byte[IMAGES * HEIGHT * WIDTH];
    NoiseStream noise = new NoiseStream().reset(3, Purpose.DATA, 0, 0, 0, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) noise.nextIndex(256);
    }
    return ImageSets.of("noise", 1, HEIGHT, WIDTH, pixels);
  }

  private static TrainConfig config(int matching) {
    return TrainingFixture.config(7, new Matching(matching, TimeSampling.UNIFORM, false, 1e-3));
  }

  private FlowRun run(String name, TrainConfig config, Set<Integer> levels) {
    return new FlowRun(
        spec(),
        config,
        new TreeSet<>(levels),
        images(),
        RunDirectory.create(directory.resolve(name)));
  }

  private byte[] train(FlowRun run, long steps, int threads) throws IOException {
    run.run(TrainingFixture.execution(steps, threads, true), (s, n, t) -> {}, () -> false);
    return Files.readAllBytes(run.directory().model());
  }

  @Test
  void threadsInterruptionsAndMergingChangeNoByte() throws IOException {
    TrainConfig config = config(3).with(TrainConfig.Augmentation.NONE.cropped(CROP));
    byte[] whole = train(run("whole", config, ALL), 5, 1);
    assertArrayEquals(whole, train(run("threads", config, ALL), 5, 3));
    FlowRun parts = run("parts", config, ALL);
    train(parts, 2, 2);
    assertArrayEquals(whole, train(parts, 5, 1));
    StoredModel together = ModelFile.read(directory.resolve("whole/model.safetensors"));
    train(run("finest", config, Set.of(2)), 5, 2);
    StoredModel apart = ModelFile.read(directory.resolve("finest/model.safetensors"));
    assertWeights(together.levels().get(2), apart.levels().get(2));
    assertEquals("8", together.provenance().get("crop"));
    assertEquals(spec(), together.spec());
  }

  @Test
  void levelsThatFitAreTrainedWhole() throws IOException {
    train(run("whole", config(3), ALL), 5, 2);
    train(run("cropped", config(3).with(TrainConfig.Augmentation.NONE.cropped(CROP)), ALL), 5, 2);
    train(run("large", config(3).with(TrainConfig.Augmentation.NONE.cropped(16)), ALL), 5, 2);
    StoredModel whole = ModelFile.read(directory.resolve("whole/model.safetensors"));
    StoredModel cropped = ModelFile.read(directory.resolve("cropped/model.safetensors"));
    StoredModel large = ModelFile.read(directory.resolve("large/model.safetensors"));
    for (int level = 0; level < LEVELS; level++) {
      assertWeights(whole.levels().get(level), large.levels().get(level));
    }
    assertWeights(whole.levels().get(0), cropped.levels().get(0));
    assertWeights(whole.levels().get(1), cropped.levels().get(1));
    assertFalse(Arrays.equals(weights(whole, 2), weights(cropped, 2)));
  }

  private static float[] weights(StoredModel model, int level) {
    return new TreeMap<>(model.levels().get(level).blocks().getFirst()).firstEntry().getValue();
  }

  private static void assertWeights(LevelParameters expected, LevelParameters found) {
    for (int block = 0; block < expected.blocks().size(); block++) {
      Map<String, float[]> numbers = found.blocks().get(block);
      expected
          .blocks()
          .get(block)
          .forEach((name, values) -> assertArrayEquals(values, numbers.get(name), name));
    }
  }

  /** Each window is found in the level of the whole image, and all places come up. */
  @Test
  void windowsLieAnywhereInTheLevel() {
    ImageSet images = images();
    FlowModel model = TrainingFixture.model(spec(), images, false);
    TrainConfig config = config(0).with(TrainConfig.Augmentation.NONE.cropped(CROP));
    BatchImages batch = new BatchImages(model, config, images, Dequantisation.UNIFORM, true, 1);
    Dequantiser reader =
        new Dequantiser(
            images,
            config.seed(),
            Purpose.DEQUANTISATION,
            Dequantisation.UNIFORM,
            ImageLabels.none());
    AnalysedImage whole = new AnalysedImage(model);
    double[] pixels = new double[HEIGHT * WIDTH];
    int[] met = new int[9 * 5];
    for (int step = 0; step < 90; step++) {
      batch.prepare(step);
      for (int j = 0; j < config.batch(); j++) {
        batch.load(0, j);
        reader.read(batch.index(j), batch.epoch(j), pixels);
        whole.analyse(pixels);
        for (int level = 0; level < 2; level++) {
          assertArrayEquals(
              whole.coefficients().data(level), batch.image(j).coefficients().data(level));
        }
        met[place(whole, batch.image(j))]++;
      }
    }
    for (int count : met) { // 900 of 45 places: 20 each, with a deviation of 4.4
      assertTrue(count >= 3 && count <= 45, Arrays.toString(met));
    }
  }

  /** The only place of the finest level at which details and coarser image are the window's. */
  private static int place(AnalysedImage whole, AnalysedImage window) {
    Shape level = spec().state(2);
    int found = -1;
    for (int row = 0; row <= level.height() - CROP; row++) {
      for (int column = 0; column <= level.width() - CROP; column++) {
        double[] data = cut(whole.coefficients().data(2), level, row, column);
        double[] seen = cut(whole.coefficients().condition(2), level, row, column);
        if (Arrays.equals(data, window.coefficients().data(2))
            && Arrays.equals(seen, window.coefficients().condition(2))) {
          assertEquals(-1, found);
          found = row * 5 + column;
        }
      }
    }
    assertTrue(found >= 0, "the window lies in the level");
    return found;
  }

  private static double[] cut(double[] planar, Shape level, int row, int column) {
    int channels = planar.length / level.pixels();
    double[] window = new double[channels * CROP * CROP];
    for (int i = 0; i < window.length; i++) {
      int y = row + i / CROP % CROP;
      int x = column + i % CROP;
      window[i] = planar[(i / (CROP * CROP) * level.height() + y) * level.width() + x];
    }
    return window;
  }

  @Test
  void cropsThatCannotBe() {
    assertEquals(
        "train: crop must be at least 8 (0: none), found 7",
        assertThrows(
                IllegalArgumentException.class,
                () -> config(0).with(TrainConfig.Augmentation.NONE.cropped(7)))
            .getMessage());
    TrainConfig odd = config(0).with(TrainConfig.Augmentation.NONE.cropped(9));
    assertEquals(
        "train: `crop` must be a multiple of 2 where level 2 is trained, found 9; choose 10",
        assertThrows(IllegalArgumentException.class, () -> run("odd", odd, ALL)).getMessage());
  }
}
