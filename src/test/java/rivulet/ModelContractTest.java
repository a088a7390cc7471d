package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.StoreException;
import rivulet.training.Network;
import rivulet.training.Training;

/** What the front door promises of models of images: sizes checked, ways there and back, files. */
final class ModelContractTest {
  private static final int SIDE = 8;
  private static final Network NETWORK = Network.usual().levels(2).hidden(16, 16);
  private static final Measuring EXACT =
      Measuring.usual().withDivergence("exact").withSolver("dopri5", 1e-6).withThreads(2);
  private static final Sampling DRAWN = Sampling.usual().withSolver("dopri5", 1e-6).withThreads(2);

  @TempDir Path folder;

  /** Pictures with a dark left and a light right half. */
  private static Images pictures() {
    Random random = new Random(7);
    byte[] pixels = new byte[120 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % SIDE < SIDE / 2 ? random.nextInt(20) : 160 + random.nextInt(90));
    }
    return Images.of(pixels, 1, SIDE, SIDE);
  }

  private Model trained() {
    return trained("run", "atoms");
  }

  private Model trained(String run, String pixelTransform) {
    return Training.of(pictures())
        .network(NETWORK.pixelTransform(pixelTransform))
        .updates(12)
        .threads(2)
        .run(folder.resolve(run), (_, _) -> true)
        .model()
        .orElseThrow();
  }

  @Test
  void trainingStopsWhereTheListenerSaysAndGoesOn() {
    Training training = Training.of(pictures()).network(NETWORK).updates(12).threads(1);
    assertTrue(training.run(folder.resolve("cut"), (update, _) -> update < 5).model().isEmpty());
    try (Model cut = training.run(folder.resolve("cut"), (_, _) -> true).model().orElseThrow();
        Model whole = trained()) {
      assertEquals(
          whole.logLikelihood(pictures().first(3)).bitsPerDim(),
          cut.logLikelihood(pictures().first(3)).bitsPerDim());
    }
  }

  @Test
  void samplesAreAsLikelyAsEncodingSays() {
    try (Model model = trained()) {
      Samples drawn = model.sample(2, DRAWN.withLogLikelihood().withTemperatures(0.3));
      for (int n = 0; n < 2; n++) {
        double[] image = drawn.values()[n];
        Gradient again = model.gradients(EXACT, image).getFirst();
        assertEquals(again.logLikelihood(), drawn.logLikelihood()[n], 1e-2);
        assertArrayEquals(image, model.decode(model.encode(image, EXACT), DRAWN), 1e-4);
      }
      assertEquals(0, model.sample(1, DRAWN).logLikelihood().length);
    }
  }

  @Test
  void levelsAddUpToTheImage() {
    try (Model model = trained()) {
      Likelihood found = model.logLikelihood(pictures().first(4), EXACT);
      double nats = found.logLikelihood(2);
      assertEquals(found.bitsPerDimByImage()[2], -nats / (64 * StrictMath.log(2)), 1e-12);
      assertEquals("exact", found.divergence());
      assertThrows(IllegalArgumentException.class, () -> found.logLikelihood(4));
      assertThrows(IllegalArgumentException.class, () -> found.logLikelihood(2, 0));
    }
  }

  @Test
  void levelsAndThePixelTransformAddUpToTheImage() {
    try (Model model = trained();
        Model plain = trained("plain", "none")) {
      Measuring uniform = EXACT.withDequantisation("uniform");
      Likelihood found = model.logLikelihood(pictures().first(3), uniform);
      double mean = 0;
      for (int n = 0; n < 3; n++) {
        double all = found.logLikelihood(0, n) + found.logLikelihood(1, n);
        double ofBytes = all + found.pixelTransformLogDet(n) - 64 * StrictMath.log(256);
        assertEquals(found.logLikelihood(n), ofBytes, 1e-9);
        mean -= found.pixelTransformLogDet(n) / (3 * 64 * StrictMath.log(2));
      }
      assertEquals(found.pixelTransformShare().orElseThrow(), mean, 1e-12);
      assertThrows(IllegalArgumentException.class, () -> found.pixelTransformLogDet(3));
      Likelihood without = plain.logLikelihood(pictures().first(1), uniform);
      assertEquals(0, without.pixelTransformLogDet(0));
    }
  }

  @Test
  void finerImagesKeepTheCoarseOne() {
    try (Model model = trained("plain", "none")) {
      byte[] coarse = new byte[16];
      java.util.Arrays.fill(coarse, (byte) 100);
      Upscaled fine = model.upscale(Images.of(coarse, 1, 4, 4), DRAWN.withTemperatures(3));
      assertEquals(64, fine.values().length);
      byte[] pixels = fine.image().image(0);
      double[] means = new double[16];
      for (int i = 0; i < 64; i++) {
        means[i / 16 * 4 + i % 8 / 2] += Byte.toUnsignedInt(pixels[i]) / 4.0;
      }
      for (double mean : means) {
        assertEquals(100, mean, 1.5, "a block of bytes has another mean than the given pixel");
      }
      Images wrong = Images.of(new byte[25], 1, 5, 5);
      assertThrows(IllegalArgumentException.class, () -> model.upscale(wrong, DRAWN));
    }
  }

  @Test
  void filesComeBackAndLevelsJoin() throws Exception {
    try (Model model = trained()) {
      Path file = folder.resolve("copy.safetensors");
      model.save(file);
      try (Model copy = Model.open(file);
          Model joined = Model.merge(List.of(file))) {
        joined.save(folder.resolve("joined.safetensors"));
        assertEquals(model.description(), copy.description());
        assertEquals(-1, Files.mismatch(file, folder.resolve("joined.safetensors")));
      }
      assertThrows(StoreException.class, () -> Model.merge(List.of(file, file)));
      Path run = folder.resolve("run");
      assertEquals(model.description(), Model.part(run).description());
      assertEquals(model.description(), Training.of(pictures()).from(run).start().orElseThrow());
    }
    assertThrows(StoreException.class, () -> Model.open("no-such-model"));
  }

  @Test
  void coarseLevelsStayWhereFinerOnesAreDrawnAnew() {
    try (Model fashion = Model.open("fashion")) {
      Sampling how = Sampling.usual().withSolver("bosh3", 1e-2).withThreads(2);
      double[] first = fashion.sample(1, how.withSeed(7)).values()[0];
      assertArrayEquals(first, fashion.sample(1, how.withSeeds(7, 7, 7)).values()[0]);
      double[] finer = fashion.sample(1, how.withSeeds(7, 7, 9)).values()[0];
      double[] kept = fashion.coarser(first, 1);
      assertArrayEquals(kept, fashion.coarser(finer, 1), 1e-5);
      assertFalse(Arrays.equals(first, finer));
      double[] middle = fashion.sample(1, how.withSeeds(7, 8, 7)).values()[0];
      assertArrayEquals(fashion.coarser(first, 2), fashion.coarser(middle, 2), 1e-5);
      assertTrue(distance(kept, fashion.coarser(middle, 1)) > 0.1);
    }
  }

  private static double distance(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @Test
  void theBundledModelIsInTheJar() {
    try (Model fashion = Model.open("fashion")) {
      assertEquals(28, fashion.description().height());
      assertEquals(3, fashion.description().levels());
    }
  }

  @Test
  void wrongSizesAndValuesAreTold() {
    try (Model model = trained()) {
      assertThrows(IllegalArgumentException.class, () -> model.gradients(new double[3]));
      assertThrows(IllegalArgumentException.class, () -> model.gradients(new double[] {2}));
      double[] bright = new double[64];
      bright[5] = 1;
      assertThrows(IllegalArgumentException.class, () -> model.encode(bright, EXACT));
      Latents short1 = new Latents(new double[][] {new double[16]});
      assertThrows(IllegalArgumentException.class, () -> model.decode(short1, DRAWN));
      assertThrows(IllegalArgumentException.class, () -> model.sample(0));
      Sampling three = DRAWN.withTemperatures(1, 1, 1);
      assertThrows(IllegalArgumentException.class, () -> model.sample(1, three));
      Sampling seeds = DRAWN.withSeeds(1, 2, 3);
      assertThrows(IllegalArgumentException.class, () -> model.sample(1, seeds));
      assertThrows(IllegalArgumentException.class, () -> model.require(seeds));
      assertThrows(IllegalArgumentException.class, () -> DRAWN.withTemperatures(-1));
      assertThrows(IllegalArgumentException.class, () -> EXACT.withSolver("euler7", 1e-3));
      assertThrows(IllegalArgumentException.class, () -> EXACT.withThreads(0));
    }
  }

  private static void assertRefused(String message, Executable asked) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, asked).getMessage());
  }

  @Test
  void valuesThatAreNoNumbersAreRefused() {
    Model fashion = Model.open("fashion");
    double[] image = new double[28 * 28];
    image[7] = Double.NaN;
    assertRefused("coarser: pixels must be finite, found NaN", () -> fashion.coarser(image, 1));
    double[][] endless = {{0}, {1, Double.POSITIVE_INFINITY}};
    assertRefused(
        "latents: entries must be finite, found Infinity at level 1", () -> new Latents(endless));
    Latents one = new Latents(new double[][] {{1}});
    String share = "latents: the share of the way must be 0 to 1, found ";
    assertRefused(share + "NaN", () -> one.towards(one, Double.NaN));
    assertRefused(share + "1.5", () -> one.towards(one, 1.5));
  }

  @Test
  void whatIsThrownAtProgressComesAsItIs() {
    RuntimeException thrown = new UnsupportedOperationException("enough");
    Progress throwing =
        (_, _) -> {
          throw thrown;
        };
    try (Model model = trained()) {
      Images few = pictures().first(2);
      for (Executable told :
          List.<Executable>of(
              () -> model.logLikelihood(few, EXACT, throwing),
              () -> model.sample(1, DRAWN, throwing),
              () -> Scores.of(model, Scores.Sets.of(few, few), EXACT, throwing))) {
        assertSame(thrown, assertThrows(RuntimeException.class, told));
      }
    }
  }

  @Test
  void noFinerImagesAreRefused() {
    String line = "upscale: %s takes finer images of one size, at least one, found []";
    assertRefused(line.formatted("deviations"), () -> Upscaled.deviations(List.of()));
    Path file = folder.resolve("finer.npy");
    assertRefused(line.formatted("write"), () -> Upscaled.writeNpy(file, List.of()));
    assertFalse(Files.exists(file));
  }

  @Test
  void aClosedModelSaysSoAndClosingAgainIsHarmless() {
    Model model = trained();
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.sample(1));
  }
}
