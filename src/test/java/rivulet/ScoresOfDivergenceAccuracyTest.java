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
import rivulet.ode.RecordedSolve;
import rivulet.wavelet.Wavelet;

/** Exact divergences by pixel: what they add up to, what they are, and the scores made of them. */
final class ScoresOfDivergenceAccuracyTest {
  private static final int SIDE = 8;
  private static final int CHANNELS = 3;
  private static final int D = CHANNELS * SIDE * SIDE;
  private static final int INTERVALS = 60;
  private static final double LN_2 = StrictMath.log(2);
  private static final Measuring MAPPED =
      Measuring.usual().withDivergence("exact").withMaps(true).withThreads(1);

  @TempDir private Path folder;
  private Model model;

  @BeforeEach
  void open() {
    Path file = folder.resolve("model.safetensors");
    model =
        Model.open(TinyModel.write(file, TinyModel.spec(Wavelet.UNIMODULAR, CHANNELS, SIDE, SIDE)));
  }

  private static Images images(int count, int shift) {
    byte[] pixels = new byte[count * D];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (shift + i % 13 * (i % 7) + i / D * 5);
    }
    return Images.of(pixels, CHANNELS, SIDE, SIDE);
  }

  private Scores scores(Optional<Images> reference, Measuring how) {
    Scores.Sets sets = new Scores.Sets(images(3, 20), images(2, 90), reference, Optional.of(model));
    return Scores.of(model, sets, how, Progress.SILENT);
  }

  @Test
  void theyAddUpToTheLogDeterminant() {
    Scores found = scores(Optional.empty(), MAPPED);
    for (int n = 0; n < 3; n++) {
      Likelihood one = model.logLikelihood(images(3, 20).slice(n, 1), MAPPED);
      double bits = one.level(0).logDet() + one.level(1).logDet() + one.level(2).logDet();
      double[] map = found.insideMaps()[n];
      assertEquals(SIDE * SIDE, map.length);
      assertEquals(bits, Arrays.stream(map).sum() / (SIDE * SIDE), 1e-9);
      assertEquals(bits, found.inside("divergence")[n], 1e-9);
      assertTrue(Math.abs(bits) > 1e-3, "nothing to add up");
    }
  }

  /**
   * The inspector's diagonals of the Jacobian between the steps, integrated by Simpson's rule: each
   * entry's share of its pixel, and of those that the pixel covers.
   */
  @Test
  void theyAreIntegralsOfTheJacobiansDiagonal() {
    Course course = model.follow(images(2, 90), 1, MAPPED, INTERVALS);
    double[] expected = new double[SIDE * SIDE];
    for (int level = 0; level < TinyModel.LEVELS; level++) {
      int side = level == 0 ? 2 : 1 << level;
      for (RecordedSolve block : course.levels().get(level)) {
        double[] entries = integrated(block.frames());
        for (int p = 0; p < expected.length; p++) {
          int times = SIDE / side;
          int from = p / SIDE / times * side + p % SIDE / times;
          for (int i = from; i < entries.length; i += side * side) {
            expected[p] -= entries[i] / (times * times * CHANNELS * LN_2);
          }
        }
      }
    }
    Scores found = scores(Optional.empty(), MAPPED);
    assertArrayEquals(expected, found.outsideMaps()[1], 1e-5);
  }

  private static double[] integrated(List<RecordedSolve.Frame> frames) {
    double[] sums = new double[frames.getFirst().state().length];
    for (int f = 0; f < frames.size(); f++) {
      int weight = f == 0 || f == frames.size() - 1 ? 1 : f % 2 == 1 ? 4 : 2;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight / (3.0 * INTERVALS) * frames.get(f).rates()[Course.RATES + i];
      }
    }
    return sums;
  }

  @Test
  void scoresAreItsDeviationAndItsDistanceFromTheReference() {
    Images reference = images(4, 50);
    Scores found = scores(Optional.of(reference), MAPPED);
    double[] mean = new double[SIDE * SIDE];
    Scores known = Scores.of(model, Scores.Sets.of(reference, reference), MAPPED, Progress.SILENT);
    for (double[] map : known.insideMaps()) {
      for (int p = 0; p < mean.length; p++) {
        mean[p] += map[p] / 4;
      }
    }
    for (int n = 0; n < 2; n++) {
      double[] map = found.outsideMaps()[n];
      double level = Arrays.stream(map).average().orElseThrow();
      double spread = 0;
      double distance = 0;
      for (int p = 0; p < mean.length; p++) {
        spread += (map[p] - level) * (map[p] - level) / mean.length;
        distance += (map[p] - mean[p]) * (map[p] - mean[p]) / mean.length;
      }
      assertEquals(Math.sqrt(spread), found.outside("divergence_spread")[n], 1e-12);
      assertEquals(Math.sqrt(distance), found.outside("divergence_map")[n], 1e-12);
    }
    assertFalse(known.names().contains("divergence_map"), "a distance from no reference");
  }

  @Test
  void otherScoresStayAsTheyAreWithoutMaps() {
    Scores plain = scores(Optional.of(images(4, 50)), MAPPED.withMaps(false));
    Scores mapped = scores(Optional.of(images(4, 50)), MAPPED);
    for (String name : plain.names()) {
      assertFalse(name.startsWith("divergence"), name);
      assertArrayEquals(plain.outside(name), mapped.outside(name), name);
    }
    assertEquals(plain.names().size() + 3, mapped.names().size());
    assertThrows(IllegalStateException.class, plain::insideMaps);
  }
}
