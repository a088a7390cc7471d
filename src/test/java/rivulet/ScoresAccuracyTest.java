package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.cli.TinyModel;
import rivulet.data.format.SmallestPng;
import rivulet.wavelet.Wavelet;

/** Scores against what {@link Likelihood} and PNG files say of the same images. */
final class ScoresAccuracyTest {
  private static final int SIDE = 8;
  private static final int D = SIDE * SIDE;
  private static final double LN_2 = StrictMath.log(2);
  private static final double CLOSE = 1e-12;

  @TempDir private Path folder;
  private Model model;

  @BeforeEach
  void open() {
    Path file = folder.resolve("model.safetensors");
    model = Model.open(TinyModel.write(file, TinyModel.spec(Wavelet.UNIMODULAR, 1, SIDE, SIDE)));
  }

  private static Images images(int count, int shift) {
    byte[] pixels = new byte[count * D];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (shift + i % 13 * (i % 7) + i / D * 5);
    }
    return Images.of(pixels, 1, SIDE, SIDE);
  }

  private Scores scores(Scores.Sets sets) {
    return Scores.of(model, sets, Measuring.usual().withThreads(1), Progress.SILENT);
  }

  @Test
  void levelsAddUpToTheWholeAndLatentsAreTheBase() {
    Images inside = images(5, 20);
    Scores found = scores(Scores.Sets.of(inside, images(4, 90)));
    Likelihood whole = model.logLikelihood(inside, Measuring.usual().withThreads(1));
    assertArrayEquals(whole.bitsPerDimByImage(), found.inside("bits_per_dim"));
    double[] latent = found.inside("latent");
    double base = whole.level(0).base() + whole.level(1).base() + whole.level(2).base();
    assertEquals(base, Arrays.stream(latent).sum() / 5, CLOSE);
    for (int n = 0; n < 5; n++) {
      double[] level = {
        found.inside("level_0")[n], found.inside("level_1")[n], found.inside("level_2")[n]
      };
      assertEquals(8 - whole.logLikelihood(2, n) / (48 * LN_2), level[2], CLOSE);
      assertEquals(
          found.inside("bits_per_dim")[n],
          (4 * level[0] + 12 * level[1] + 48 * level[2]) / D,
          CLOSE);
      assertEquals((12 * level[1] + 48 * level[2]) / 60, found.inside("details")[n], CLOSE);
      assertEquals(level[2] - (4 * level[0] + 12 * level[1]) / 16, found.inside("delta")[n], CLOSE);
    }
  }

  @Test
  void complexityBackgroundAndTypicalityAreTakenOff() {
    Images inside = images(5, 20);
    Images outside = images(4, 90);
    Images reference = images(3, 40);
    Scores found =
        scores(new Scores.Sets(inside, outside, Optional.of(reference), Optional.of(model)));
    double[] bits = found.outside("bits_per_dim");
    double[] corrected = found.outside("bits_less_png");
    Scores alone = scores(Scores.Sets.of(reference, outside));
    double meanBits = alone.means("bits_per_dim")[0];
    double meanCorrected = alone.means("bits_less_png")[0];
    for (int n = 0; n < 4; n++) {
      double png = 8.0 * SmallestPng.bytes(1, SIDE, SIDE, outside.image(n)) / D;
      assertEquals(png, found.outside("png")[n], 0);
      assertEquals(bits[n] - png, corrected[n], 0);
      assertEquals(0, found.outside("bits_less_background")[n], 0);
      assertEquals(Math.abs(bits[n] - meanBits), found.outside("typicality")[n], 0);
      assertEquals(
          Math.abs(corrected[n] - meanCorrected), found.outside("typicality_less_png")[n], 0);
    }
    assertFalse(alone.names().contains("typicality"));
    assertFalse(alone.names().contains("bits_less_background"));
  }

  @Test
  void alteredImagesArePairsOfTheSetTheyAreMadeOf() {
    Images inside = images(6, 20);
    assertTrue(Scores.Sets.of(inside, inside.altered("noise", 1)).paired());
    assertFalse(Scores.Sets.of(inside, images(6, 20).altered("noise", 1)).paired());
    assertFalse(Scores.Sets.of(inside, images(6, 20)).paired());
  }

  @Test
  void progressEndsWithAllImagesOfAllSetsAndModels() {
    long[] last = new long[2];
    Scores.Sets sets =
        new Scores.Sets(images(5, 20), images(4, 90), Optional.empty(), Optional.of(model));
    Scores.of(
        model,
        sets,
        Measuring.usual().withThreads(1),
        (done, all) -> {
          assertTrue(done >= last[0], done + " after " + last[0]);
          last[0] = done;
          last[1] = all;
        });
    assertArrayEquals(new long[] {18, 18}, last);
  }

  @Test
  void refusesWhatItCannotScore() {
    Images wide = Images.of(new byte[2 * 12 * 8], 1, 12, 8);
    for (Scores.Sets sets :
        List.of(Scores.Sets.of(wide, images(2, 0)), Scores.Sets.of(images(2, 0), wide))) {
      assertEquals(
          "ood: images: the model is for images of 1x8x8, the data holds 1x12x8; choose other data",
          assertThrows(IllegalArgumentException.class, () -> scores(sets)).getMessage());
    }
    assertEquals(
        "ood: the error of an AUROC needs at least 2 images outside, found 1 in images; give more",
        assertThrows(
                IllegalArgumentException.class, () -> Scores.Sets.of(images(2, 0), images(1, 0)))
            .getMessage());
    Scores found = scores(Scores.Sets.of(images(2, 0), images(2, 9)));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> found.separation("entropy"))
            .getMessage()
            .startsWith("scores: 'entropy' asked, there are [bits_per_dim, level_0"));
  }
}
