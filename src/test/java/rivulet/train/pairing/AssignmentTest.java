package rivulet.train.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8})
  void isTheBestOfAllPermutations(int size) {
    Assignment assignment = new Assignment(size);
    Random random = new Random(size);
    for (int repeat = 0; repeat < 20; repeat++) {
      double[] cost = new double[size * size];
      for (int i = 0; i < cost.length; i++) {
        cost[i] = repeat % 2 == 0 ? random.nextGaussian() : random.nextInt(4);
      }
      assignment.solve(cost);
      double found = 0;
      boolean[] taken = new boolean[size];
      for (int row = 0; row < size; row++) {
        found += cost[row * size + assignment.column(row)];
        taken[assignment.column(row)] = true;
      }
      for (boolean column : taken) {
        assertEquals(true, column);
      }
      assertEquals(best(cost, size, 0, new boolean[size]), found, 1e-12);
    }
  }

  private static double best(double[] cost, int size, int row, boolean[] taken) {
    if (row == size) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int column = 0; column < size; column++) {
      if (!taken[column]) {
        taken[column] = true;
        least = Math.min(least, cost[row * size + column] + best(cost, size, row + 1, taken));
        taken[column] = false;
      }
    }
    return least;
  }

  @Test
  void sortsOnALine() {
    int size = 100;
    Random random = new Random(4);
    double[] cost = new double[size * size];
    double[] data = random.doubles(size).sorted().toArray();
    double[] noise = random.doubles(size).sorted().toArray();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        cost[i * size + j] = (data[i] - noise[j]) * (data[i] - noise[j]);
      }
    }
    Assignment assignment = new Assignment(size);
    assignment.solve(cost);
    for (int i = 0; i < size; i++) {
      assertEquals(i, assignment.column(i));
    }
  }
}
