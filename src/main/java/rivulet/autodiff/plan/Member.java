package rivulet.autodiff.plan;

import rivulet.tensor.kernel.convolution.Band;

/**
 * One member of the crew that works on a frame: the band of rows it computes, and what it alone
 * writes to. Member 0 is the frame's own thread.
 */
public final class Member {
  public final Band band = new Band();

  /** Addresses of the operands of fused rows. */
  final long[] addresses;

  /** Byte offset of its row registers in {@link Region#ROWS}. */
  final long rows;

  /** Byte offset of its scratch in {@link Region#WORK}. */
  public final long work;

  Member(Plan plan, int number) {
    addresses = new long[plan.mostAddresses()];
    rows = number * plan.bytes(Region.ROWS);
    work = number * plan.bytes(Region.WORK);
  }

  /** Address of an operand's first pixel inside the border. */
  long first(Operand operand, Frame frame, int lane) {
    long at = operand.first(frame, lane);
    return operand.region() == Region.ROWS ? at + rows : at;
  }
}
