package rivulet.ode;

import java.util.Arrays;

/**
 * The registers of an {@link OdeSystem} as plain double arrays: lanes × dimension each. A subclass
 * adds {@link #evaluate}. Sums run over d in ascending order.
 */
public abstract class DoubleStateSpace implements OdeSystem {
  private final int lanes;
  private final int quadratures;
  private final int dimension;
  private final double[][] registers;
  private final double[][] snapshots;

  /**
   * All registers zero.
   *
   * @param lanes number of lanes
   * @param quadratures rates per lane, may be 0
   * @param dimension entries of one lane's state
   * @param registers as many as the solver or the adjoint asks for
   */
  protected DoubleStateSpace(int lanes, int quadratures, int dimension, int registers) {
    if (lanes < 1 || quadratures < 0 || dimension < 1 || registers < 1) {
      throw new IllegalArgumentException(
          "state space: lanes, dimension and registers must be positive, quadratures not negative; "
              + ("found " + lanes + ", " + dimension + ", " + registers + ", " + quadratures));
    }
    this.lanes = lanes;
    this.quadratures = quadratures;
    this.dimension = dimension;
    this.registers = new double[registers][lanes * dimension];
    this.snapshots = new double[lanes][0];
  }

  @Override
  public final int lanes() {
    return lanes;
  }

  @Override
  public final int quadratures() {
    return quadratures;
  }

  /** Entries of one lane's state. */
  public final int dimension() {
    return dimension;
  }

  /** The register itself: entry d of a lane is at {@code lane * dimension() + d}. */
  public final double[] register(int register) {
    return registers[register];
  }

  /** Entry d of a lane's register. */
  public final double get(int lane, int register, int d) {
    return registers[register][lane * dimension + d];
  }

  /** Sets entry d of a lane's register. */
  public final void set(int lane, int register, int d, double value) {
    registers[register][lane * dimension + d] = value;
  }

  @Override
  public final void combine(
      int lane, int dst, int base, double[] coefficients, int[] stages, int count) {
    double[] from = registers[base];
    double[] to = registers[dst];
    for (int i = lane * dimension, end = i + dimension; i < end; i++) {
      to[i] = weighted(from[i], i, coefficients, stages, count);
    }
  }

  private double weighted(double start, int i, double[] coefficients, int[] stages, int count) {
    double sum = start;
    for (int j = 0; j < count; j++) {
      sum += coefficients[j] * registers[stages[j]][i];
    }
    return sum;
  }

  @Override
  public final double errorRatio(
      int lane,
      int y0,
      int y1,
      double[] coefficients,
      int[] stages,
      int count,
      double atol,
      double rtol) {
    double sum = 0;
    for (int i = lane * dimension, end = i + dimension; i < end; i++) {
      double size = Math.max(Math.abs(registers[y0][i]), Math.abs(registers[y1][i]));
      double ratio = weighted(0, i, coefficients, stages, count) / (atol + rtol * size);
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / dimension);
  }

  @Override
  public final double scaledNorm(int lane, int a, int b, int y, double atol, double rtol) {
    double sum = 0;
    for (int i = lane * dimension, end = i + dimension; i < end; i++) {
      double difference = registers[a][i] - (b < 0 ? 0 : registers[b][i]);
      double ratio = difference / (atol + rtol * Math.abs(registers[y][i]));
      sum += ratio * ratio;
    }
    return Math.sqrt(sum / dimension);
  }

  @Override
  public final boolean isFinite(int lane, int register) {
    double[] values = registers[register];
    for (int i = lane * dimension, end = i + dimension; i < end; i++) {
      if (!Double.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final void copy(int lane, int from, int to) {
    int start = lane * dimension;
    System.arraycopy(registers[from], start, registers[to], start, dimension);
  }

  @Override
  public final void store(int lane, int register, int index) {
    int end = Math.multiplyExact(index + 1, dimension);
    if (snapshots[lane].length < end) {
      snapshots[lane] = Arrays.copyOf(snapshots[lane], Math.max(end, 2 * snapshots[lane].length));
    }
    System.arraycopy(
        registers[register], lane * dimension, snapshots[lane], index * dimension, dimension);
  }

  @Override
  public final void restore(int lane, int index, int register) {
    System.arraycopy(
        snapshots[lane], index * dimension, registers[register], lane * dimension, dimension);
  }
}
