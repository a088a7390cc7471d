package rivulet.flow;

import java.lang.foreign.MemorySegment;
import rivulet.ode.OdeSystem;
import rivulet.tensor.Layout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.Reductions;
import rivulet.tensor.kernel.ScaledNorm;

/**
 * The registers of a Runge–Kutta method for a group of images, float32 in native memory. All
 * images, borders included, are worked on as flat runs: borders are zero in every register and stay
 * so.
 */
final class Registers {
  private final int lanes;
  private final Layout layout;
  private final int floats;
  private final double entries;
  private final MemorySegment memory;
  private final long spare;
  private final Workspace workspace;
  private final MemorySegment[] snapshots;
  private final int[] capacities;
  private int block;

  Registers(Layout layout, int lanes, int registers, int blocks, Workspace workspace) {
    this.lanes = lanes;
    this.layout = layout;
    this.floats = layout.spanFloats();
    this.entries = layout.shape().elements();
    this.workspace = workspace;
    this.memory = workspace.allocate(layout.imageBytes() * lanes * (registers + 1));
    this.spare = layout.imageBytes() * lanes * registers;
    this.snapshots = new MemorySegment[blocks];
    this.capacities = new int[blocks];
  }

  MemorySegment memory() {
    return memory;
  }

  long address(int lane, int register) {
    return ((long) register * lanes + lane) * layout.imageBytes();
  }

  /** See {@link OdeSystem#combine}. */
  void combine(int lane, int dst, int base, double[] coefficients, int[] stages, int count) {
    long to = address(lane, dst);
    combine(lane, to, address(lane, base), coefficients, stages, count);
  }

  private void combine(
      int lane, long to, long base, double[] coefficients, int[] stages, int count) {
    long from = base;
    for (int j = 0; j < count; j++) {
      Elementwise.axpy(
          (float) coefficients[j],
          memory,
          address(lane, stages[j]),
          memory,
          from,
          memory,
          to,
          floats);
      from = to;
    }
    if (count == 0 && to != base) {
      Elementwise.copy(memory, base, memory, to, floats);
    }
  }

  /** See {@link OdeSystem#errorRatio}. */
  double errorRatio(
      int lane, int y0, int y1, double[] c, int[] stages, int count, double atol, double rtol) {
    Elementwise.scale(memory, address(lane, stages[0]), (float) c[0], memory, spare, floats);
    for (int j = 1; j < count; j++) {
      Elementwise.accumulateScaled(
          (float) c[j], memory, address(lane, stages[j]), memory, spare, floats);
    }
    double sum =
        ScaledNorm.error(memory, spare, address(lane, y0), address(lane, y1), floats, atol, rtol);
    return Math.sqrt(sum / entries);
  }

  /** See {@link OdeSystem#scaledNorm}. */
  double scaledNorm(int lane, int a, int b, int y, double atol, double rtol) {
    long other = b < 0 ? -1 : address(lane, b);
    double sum =
        ScaledNorm.difference(
            memory, address(lane, a), other, address(lane, y), floats, atol, rtol);
    return Math.sqrt(sum / entries);
  }

  boolean isFinite(int lane, int register) {
    return Reductions.allFinite(memory, address(lane, register), floats);
  }

  void copy(int lane, int from, int to) {
    Elementwise.copy(memory, address(lane, from), memory, address(lane, to), floats);
  }

  /** Keeps a copy of a register as snapshot number {@code index}. */
  void store(int lane, int register, int index) {
    if (index >= capacities[block]) {
      grow(index + 1);
    }
    Elementwise.copy(
        memory, address(lane, register), snapshots[block], address(lane, index), floats);
  }

  void restore(int lane, int index, int register) {
    Elementwise.copy(
        snapshots[block], address(lane, index), memory, address(lane, register), floats);
  }

  private void grow(int needed) {
    int capacity = Math.max(needed, Math.max(16, 2 * capacities[block]));
    MemorySegment larger = workspace.allocate(layout.imageBytes() * lanes * capacity);
    if (capacities[block] > 0) {
      long used = layout.imageBytes() * lanes * capacities[block];
      MemorySegment.copy(snapshots[block], 0, larger, 0, used);
    }
    snapshots[block] = larger;
    capacities[block] = capacity;
  }

  /** Chooses whose snapshots are stored and restored. */
  void useBlock(int chosen) {
    block = chosen;
  }

  void set(int lane, int register, double[] planar, int start) {
    layout.scatter(planar, start, memory, address(lane, register));
  }

  void get(int lane, int register, double[] planar, int start) {
    layout.gather(memory, address(lane, register), planar, start);
  }

  /** {@code to = factor · from}. */
  void scale(int lane, int from, double factor, int to) {
    Elementwise.scale(
        memory, address(lane, from), (float) factor, memory, address(lane, to), floats);
  }

  /** {@code to += factor · from}. */
  void addScaled(int lane, int from, double factor, int to) {
    Elementwise.accumulateScaled(
        (float) factor, memory, address(lane, from), memory, address(lane, to), floats);
  }

  /** {@code Σ z²} in float64. */
  double sumOfSquares(int lane, int register) {
    return Reductions.sumOfSquares(memory, address(lane, register), floats);
  }
}
