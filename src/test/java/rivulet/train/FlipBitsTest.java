package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.noise.Dequantisation;
import rivulet.noise.Dequantiser;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** Images mirrored by chance: what is trained on, and that it depends on no thread. */
final class FlipBitsTest {
  private static final int IMAGES = 60;
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 8;
  private static final int WIDTH = 4;

  @TempDir Path directory;

  private static ModelSpec spec() {
    return new ModelSpec(
        new WaveletPyramid(Wavelet.UNIMODULAR, CHANNELS, HEIGHT, WIDTH, 2),
        Networks.of(List.of(16), LayerKind.CONCAT, Activation.SWISH),
        PreTransformRecipe.parse("affine"));
  }

  private static ImageSet images() {
    byte[] pixels = new byte[IMAGES * CHANNELS * HEIGHT * WIDTH];
    NoiseStream noise = new NoiseStream().reset(5, Purpose.DATA, 0, 0, 0, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) noise.nextIndex(256);
    }
    return ImageSets.of("noise", CHANNELS, HEIGHT, WIDTH, pixels);
  }

  private static TrainConfig config() {
    return TrainingFixture.config(7, Matching.NONE)
        .with(TrainConfig.Augmentation.NONE.flipped(true));
  }

  private byte[] train(String name, long steps, int threads) throws IOException {
    RunDirectory run = RunDirectory.create(directory.resolve(name));
    FlowRun flow = new FlowRun(spec(), config(), new TreeSet<>(List.of(0, 1)), images(), run);
    flow.run(TrainingFixture.execution(steps, threads, true), (s, n, t) -> {}, () -> false);
    return Files.readAllBytes(run.model());
  }

  @Test
  void threadsAndInterruptionsChangeNoByte() throws IOException {
    byte[] whole = train("whole", 4, 1);
    assertArrayEquals(whole, train("threads", 4, 3));
    train("parts", 2, 2);
    assertArrayEquals(whole, train("parts", 4, 1));
    assertEquals(
        "true",
        ModelFile.read(directory.resolve("whole/model.safetensors")).provenance().get("flip"));
  }

  /** About half of them are mirrored, channels and rows keeping their places, anew each epoch. */
  @Test
  void everySecondImageIsMirrored() {
    ImageSet images = images();
    FlowModel model = TrainingFixture.model(spec(), images, false);
    Dequantisation noise = Dequantisation.UNIFORM;
    BatchImages batch = new BatchImages(model, config(), images, noise, true, 1);
    long seed = config().seed();
    Dequantiser plain =
        new Dequantiser(images, seed, Purpose.DEQUANTISATION, noise, ImageLabels.none());
    int mirrored = 0;
    int seen = 0;
    boolean[] before = new boolean[IMAGES];
    boolean changes = false;
    for (long step = 0; step < 2 * IMAGES / config().batch(); step++) {
      batch.prepare(step);
      for (int j = 0; j < config().batch(); j++) {
        batch.load(0, j);
        int index = (int) batch.index(j);
        double[] image = new double[model.spec().dimensions()];
        plain.read(index, batch.epoch(j), image);
        boolean same = same(batch.image(j), analysed(model, image));
        boolean flipped = same(batch.image(j), analysed(model, mirror(image)));
        assertEquals(!same, flipped, "image " + index);
        mirrored += flipped ? 1 : 0;
        changes |= batch.epoch(j) > 0 && before[index] != flipped;
        before[index] = flipped;
        seen++;
      }
    }
    assertEquals(2 * IMAGES, seen);
    assertEquals(0.5, mirrored / (double) seen, 4 * Math.sqrt(0.25 / seen));
    assertTrue(changes, "an image is drawn anew in every epoch");
  }

  private static boolean same(AnalysedImage a, AnalysedImage b) {
    for (int level = 0; level < 2; level++) {
      if (!Arrays.equals(a.coefficients().data(level), b.coefficients().data(level))) {
        return false;
      }
    }
    return true;
  }

  private static AnalysedImage analysed(FlowModel model, double[] image) {
    return new AnalysedImage(model).analyse(image);
  }

  private static double[] mirror(double[] image) {
    double[] mirrored = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      mirrored[i] = image[i - i % WIDTH + WIDTH - 1 - i % WIDTH];
    }
    return mirrored;
  }

  @Test
  void noneIsNone() throws IOException {
    FlowRun plain =
        new FlowRun(
            spec(),
            TrainingFixture.config(7, Matching.NONE),
            new TreeSet<>(List.of(0, 1)),
            images(),
            RunDirectory.create(directory.resolve("plain")));
    plain.run(TrainingFixture.execution(4, 1, true), (s, n, t) -> {}, () -> false);
    byte[] written = Files.readAllBytes(plain.directory().model());
    assertFalse(Arrays.equals(written, train("flipped", 4, 1)));
    assertFalse(ModelFile.read(plain.directory().model()).provenance().containsKey("flip"));
  }
}
