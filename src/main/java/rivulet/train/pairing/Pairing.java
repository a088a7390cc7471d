package rivulet.train.pairing;

/**
 * Pairs the data of a batch with base samples so that Σ‖d − n‖² is least: optimal transport within
 * the batch. Since ‖d‖² and ‖n‖² do not depend on the pairing, the cost is −d·n.
 */
public final class Pairing {
  private final int size;
  private final int dimensions;
  private final double[] data;
  private final double[] noise;
  private final double[] cost;
  private final Assignment assignment;

  /** Memory for batches of so many. */
  public Pairing(int size, int dimensions) {
    this.size = size;
    this.dimensions = dimensions;
    this.data = new double[Math.multiplyExact(size, dimensions)];
    this.noise = new double[size * dimensions];
    this.cost = new double[Math.multiplyExact(size, size)];
    this.assignment = new Assignment(size);
  }

  /** Data in model space, batch × dimensions; written by the caller. */
  public double[] data() {
    return data;
  }

  /** Base samples, batch × dimensions; written by the caller. */
  public double[] noise() {
    return noise;
  }

  /** Finds the pairs. */
  public void assign() {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        for (int k = 0; k < dimensions; k++) {
          sum += data[i * dimensions + k] * noise[j * dimensions + k];
        }
        cost[i * size + j] = -sum;
      }
    }
    assignment.solve(cost);
  }

  /** Number of the base sample of image {@code i}. */
  public int partner(int i) {
    return assignment.column(i);
  }
}
