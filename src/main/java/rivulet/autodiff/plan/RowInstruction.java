package rivulet.autodiff.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Fused elementwise operations: row by row, so that intermediate results stay in row registers in
 * the first-level cache.
 */
final class RowInstruction implements BandedInstruction {
  private final RowOp[] ops;
  private final int rows;
  private final int floats;
  private final boolean perImage;
  private final long nanoseconds;

  RowInstruction(List<RowOp> ops, int rows, int floats, boolean perImage) {
    this.ops = ops.toArray(RowOp[]::new);
    this.rows = rows;
    this.floats = floats;
    this.perImage = perImage;
    if (!ops.stream().allMatch(RowOp::writesRowByRow)) {
      throw new IllegalArgumentException("fused rows: two rows are written to one place");
    }
    this.nanoseconds = ops.stream().mapToLong(op -> op.nanoseconds(floats)).sum() * rows;
  }

  int addresses() {
    return ops.length * RowOp.OPERANDS;
  }

  @Override
  public void run(Frame frame) {
    int images = perImage ? frame.count() : 1;
    frame.share(this, rows, images * nanoseconds);
  }

  @Override
  public void run(Frame frame, Member member) {
    int images = perImage ? frame.count() : 1;
    int end = member.band.end(rows);
    for (int n = 0; n < images; n++) {
      int lane = perImage ? frame.lane(n) : 0;
      for (int i = 0; i < ops.length; i++) {
        ops[i].place(frame, member, lane, i * RowOp.OPERANDS);
      }
      for (int row = member.band.first(rows); row < end; row++) {
        for (int i = 0; i < ops.length; i++) {
          ops[i].run(frame, member.addresses, i * RowOp.OPERANDS, row, floats);
        }
      }
    }
  }

  @Override
  public String describe() {
    return rows
        + " rows of "
        + floats
        + ": "
        + List.of(ops).stream()
            .map(op -> op.code().name().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
  }
}
