package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Progress;

/** Probabilities of all images there are add up to one at most, while a model learns. */
final class TinyUniverseTest {
  private static final Measuring HOW =
      Measuring.usual()
          .withDivergence("exact")
          .withSolver("dopri5", 1e-3)
          .withNoise(8, 1)
          .withThreads(1);

  private static Images diagonals() {
    int[] counts = new int[TinyUniverse.SIZE];
    counts[6] = 16;
    counts[9] = 16;
    return TinyUniverse.copies(counts);
  }

  @Test
  void theSumRisesAndStaysAtMostOne() {
    List<Double> sums = new ArrayList<>();
    double[] wrong = new double[1];
    TinyUniverse.train(
        diagonals(),
        400,
        100,
        1,
        1,
        (_, _, model) -> {
          sums.add(TinyUniverse.belief(model, HOW, Progress.SILENT).total());
          Measuring fault = HOW.withNoise(1, 1).withFault("bin-centre");
          wrong[0] = TinyUniverse.belief(model, fault, Progress.SILENT).total();
        });
    assertEquals(4, sums.size());
    for (double sum : sums) {
      assertTrue(sum > 0 && sum <= 1, sums::toString);
    }
    assertTrue(sums.getLast() > 2 * sums.getFirst() && sums.getLast() > 0.3, sums::toString);
    assertTrue(wrong[0] > 1, () -> "density at bin centres adds up to " + wrong[0]);
  }

  @Test
  void whoListensCanEndIt() {
    int[] seen = new int[1];
    TinyUniverse.Listener impatient =
        new TinyUniverse.Listener() {
          @Override
          public void stretch(long updates, double loss, Model model) {
            throw new AssertionError("was ended before");
          }

          @Override
          public void update() {
            if (++seen[0] == 5) {
              throw new CancellationException("cancelled");
            }
          }
        };
    assertThrows(
        CancellationException.class,
        () -> TinyUniverse.train(diagonals(), 100, 50, 1, 1, impatient));
    assertEquals(5, seen[0]);
  }

  @Test
  void imagesAreNumberedByTheirPixels() {
    Images all = TinyUniverse.all();
    assertEquals(16, all.count());
    assertArrayEquals(new byte[] {-1, 0, -1, 0}, all.image(5));
    assertThrows(IllegalArgumentException.class, () -> TinyUniverse.copies(1, 2));
    assertThrows(IllegalArgumentException.class, () -> TinyUniverse.copies(new int[16]));
    int[] negative = new int[16];
    negative[0] = 2;
    negative[1] = -1;
    assertThrows(IllegalArgumentException.class, () -> TinyUniverse.copies(negative));
  }
}
