package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Collectors;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Activations;
import rivulet.tensor.kernel.Circular;
import rivulet.tensor.kernel.Elementwise;

/**
 * Fused elementwise operations: row by row, so that intermediate results stay in row registers in
 * the first-level cache.
 */
final class RowInstruction implements BandedInstruction {
  private final RowOp[] ops;
  private final Operand[] operands;
  private final int[] starts;
  private final Shape image;
  private final int floats;
  private final boolean perImage;
  private final long nanoseconds;

  /**
   * @param image whose rows are computed
   * @param floats of a row
   */
  RowInstruction(List<RowOp> ops, Shape image, int floats, boolean perImage) {
    this.ops = ops.toArray(RowOp[]::new);
    this.operands = ops.stream().flatMap(op -> op.operands().stream()).toArray(Operand[]::new);
    this.starts = starts(ops);
    this.image = image;
    this.floats = floats;
    this.perImage = perImage;
    if (!ops.stream().allMatch(RowOp::writesRowByRow)) {
      throw new IllegalArgumentException("fused rows: two rows are written to one place");
    }
    this.nanoseconds = ops.stream().mapToLong(op -> op.nanoseconds(floats)).sum();
  }

  private static int[] starts(List<RowOp> ops) {
    int[] starts = new int[ops.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + ops.get(i - 1).operands().size();
    }
    return starts;
  }

  @Override
  public int addresses() {
    return operands.length;
  }

  @Override
  public void run(Frame frame) {
    int images = perImage ? frame.count() : 1;
    int first = frame.firstRow(image);
    int end = frame.endRow(image);
    frame.share(this, first, end, images * (end - first) * nanoseconds);
  }

  @Override
  public void run(Frame frame, Member member) {
    int images = perImage ? frame.count() : 1;
    int end = member.band.end(image.height());
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      for (int i = 0; i < operands.length; i++) {
        member.addresses[i] = member.first(operands[i], frame, lane);
      }
      for (int row = member.band.first(image.height()); row < end; row++) {
        for (int i = 0; i < ops.length; i++) {
          run(ops[i], frame, operands, member.addresses, starts[i], row, floats);
        }
      }
    }
  }

  @Override
  public String describe() {
    return image.height()
        + " rows of "
        + floats
        + ": "
        + List.of(ops).stream().map(RowOp::label).collect(Collectors.joining(", "));
  }

  /**
   * Computes row number {@code row} of {@code n} floats.
   *
   * @param all operands of this and other operations; the operation's own from place {@code i} on
   * @param first address of each operand's first row
   */
  private static void run(
      RowOp op, Frame frame, Operand[] all, long[] first, int i, int row, int n) {
    MemorySegment a = frame.segment(all[i].region());
    MemorySegment to = frame.segment(all[i + 1].region());
    long ao = at(all, first, i, row);
    long at = at(all, first, i + 1, row);
    switch (op) {
      case RowOp.Copy _ -> Elementwise.copy(a, ao, to, at, n);
      case RowOp.Add(_, var b, _) ->
          Elementwise.add(a, ao, memory(frame, b), at(all, first, i + 2, row), to, at, n);
      case RowOp.Multiply(_, var b, _) ->
          Elementwise.multiply(a, ao, memory(frame, b), at(all, first, i + 2, row), to, at, n);
      case RowOp.Scale(var factor, _, _) -> Elementwise.scale(a, ao, factor, to, at, n);
      case RowOp.AddScalar(_, var s, _) ->
          addScalar(a, ao, to, at, scalar(frame, s, first[i + 2]), n);
      case RowOp.MultiplyScalar(_, var s, _) ->
          Elementwise.scale(a, ao, scalar(frame, s, first[i + 2]), to, at, n);
      case RowOp.AddScaled(_, var s, var c, _) -> {
        float factor = scalar(frame, s, first[i + 2]);
        Elementwise.axpy(factor, a, ao, memory(frame, c), at(all, first, i + 3, row), to, at, n);
      }
      case RowOp.Activate(var kind, var order, _, _) -> activate(kind, order, a, ao, to, at, n);
      case RowOp.ValueAndFirst(var kind, _, _, var d) -> {
        long into = at(all, first, i + 2, row);
        Activations.valueAndDerivative(kind, a, ao, to, at, memory(frame, d), into, n);
      }
      case RowOp.SecondFromFirst(var kind, _, var d, _) -> {
        long from = at(all, first, i + 2, row);
        Activations.secondFromFirst(kind, a, ao, memory(frame, d), from, to, at, n);
      }
      case RowOp.Wave(var frequency, var cosine, _, _) -> wave(frequency, cosine, a, ao, to, at, n);
      case RowOp.Accumulate _ -> Elementwise.accumulate(a, ao, to, at, n);
      case RowOp.AccumulateScaled(_, var s, _) ->
          Elementwise.accumulateScaled(scalar(frame, s, first[i + 2]), a, ao, to, at, n);
    }
  }

  private static long at(Operand[] all, long[] first, int i, int row) {
    return first[i] + row * all[i].rowStep();
  }

  private static MemorySegment memory(Frame frame, Operand operand) {
    return frame.segment(operand.region());
  }

  private static float scalar(Frame frame, Operand operand, long at) {
    return memory(frame, operand).get(Plan.FLOAT, at);
  }

  private static void activate(
      Activation kind, int order, MemorySegment a, long ao, MemorySegment to, long at, int n) {
    switch (order) {
      case 0 -> Activations.value(kind, a, ao, to, at, n);
      case 1 -> Activations.derivative(kind, a, ao, to, at, n);
      default -> Activations.secondDerivative(kind, a, ao, to, at, n);
    }
  }

  /** Float by float: waves are taken of times, one number per image. */
  private static void wave(
      int frequency, boolean cosine, MemorySegment a, long ao, MemorySegment to, long at, int n) {
    for (int i = 0; i < n; i++) {
      double turns = (double) frequency * a.get(Plan.FLOAT, ao + 4L * i);
      double y = cosine ? Circular.cosOfTurns(turns) : Circular.sinOfTurns(turns);
      to.set(Plan.FLOAT, at + 4L * i, (float) y);
    }
  }

  private static void addScalar(
      MemorySegment a, long ao, MemorySegment to, long at, float s, int n) {
    for (int i = 0; i < n; i++) {
      to.set(Plan.FLOAT, at + 4L * i, a.get(Plan.FLOAT, ao + 4L * i) + s);
    }
  }
}
