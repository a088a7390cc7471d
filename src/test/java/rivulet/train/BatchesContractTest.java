package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every epoch holds each image once, in an order of its own that knows nothing of batches. */
class BatchesContractTest {
  private static final int EPOCHS = 6;

  /** Images of the first epochs, in order, as updates of so many images see them. */
  private static int[][] epochs(long seed, int images, int batch) {
    Batches batches = new Batches(seed, images, batch);
    int[][] order = new int[EPOCHS][images];
    int steps = EPOCHS * images / batch;
    for (int step = 0; step < steps; step++) {
      batches.prepare(step);
      for (int j = 0; j < batch; j++) {
        int number = step * batch + j;
        assertEquals(number / images, batches.epoch(step, j));
        order[number / images][number % images] = batches.position(step, j);
      }
    }
    return order;
  }

  @ParameterizedTest
  @CsvSource({"12, 1", "12, 4", "12, 5", "12, 12", "30, 8", "7, 6", "1, 1"})
  void everyImageIsSeenOncePerEpoch(int images, int batch) {
    int complete = EPOCHS * images / batch * batch / images;
    int[][] order = epochs(3, images, batch);
    for (int epoch = 0; epoch < complete; epoch++) {
      int[] sorted = order[epoch].clone();
      Arrays.sort(sorted);
      for (int n = 0; n < images; n++) {
        assertEquals(n, sorted[n], "epoch " + epoch);
      }
    }
  }

  @Test
  void ordersDifferByEpochAndSeedAlone() {
    int[][] order = epochs(3, 30, 10);
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      for (int before = 0; before < epoch; before++) {
        assertFalse(Arrays.equals(order[before], order[epoch]), before + " and " + epoch);
      }
    }
    assertFalse(Arrays.equals(order[0], epochs(4, 30, 10)[0]));
    int[][] cutOtherwise = epochs(3, 30, 15);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertTrue(Arrays.equals(order[epoch], cutOtherwise[epoch]), "epoch " + epoch);
    }
  }

  /** A run that goes on from a checkpoint starts with a late update. */
  @Test
  void anyUpdateCanBeTheFirst() {
    Batches walked = new Batches(3, 30, 8);
    for (int step = 0; step < 20; step++) {
      walked.prepare(step);
      Batches resumed = new Batches(3, 30, 8);
      resumed.prepare(step);
      for (int j = 0; j < 8; j++) {
        assertEquals(walked.position(step, j), resumed.position(step, j));
      }
    }
  }

  /** Where images first stand is uniform over many epochs: 300 epochs of 6 expect 50 ± 6.5. */
  @Test
  void everyImageComesFirstAsOften() {
    Batches batches = new Batches(9, 6, 6);
    int[] first = new int[6];
    for (int epoch = 0; epoch < 300; epoch++) {
      batches.prepare(epoch);
      first[batches.position(epoch, 0)]++;
    }
    for (int count : first) {
      assertEquals(50, count, 26, Arrays.toString(first));
    }
  }
}
