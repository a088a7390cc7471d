package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Activation;
import rivulet.tensor.kernel.Activations;
import rivulet.tensor.kernel.Circular;
import rivulet.tensor.kernel.Elementwise;

/**
 * One elementwise operation on one row of pixels.
 *
 * @param code what to do
 * @param kind activation function, where the code is one
 * @param factor constant factor, where the code has one
 * @param a first source
 * @param b second source, or the scalar
 * @param c third source of {@link Code#AXPY}
 * @param to result
 * @param second second result of {@link Code#VALUE_AND_FIRST}
 */
record RowOp(
    Code code,
    Activation kind,
    float factor,
    Operand a,
    Operand b,
    Operand c,
    Operand to,
    Operand second) {

  enum Code {
    COPY,
    ADD,
    MULTIPLY,
    SCALE,
    ADD_SCALAR,
    MULTIPLY_SCALAR,
    /** {@code to = b·a + c} with a scalar b. */
    AXPY,
    VALUE,
    FIRST,
    SECOND,
    VALUE_AND_FIRST,
    SECOND_FROM_FIRST,
    /** {@code sin(2π·factor·a)}. */
    SINE,
    /** {@code cos(2π·factor·a)}. */
    COSINE,
    ACCUMULATE,
    /** {@code to += b·a} with a scalar b. */
    ACCUMULATE_SCALED
  }

  static final int OPERANDS = 5;

  /** Whether each row has places of its own to write to, so that members of a crew do not meet. */
  boolean writesRowByRow() {
    return ownRows(to) && ownRows(second);
  }

  private static boolean ownRows(Operand written) {
    return written.region() == Region.ROWS || written.rowStep() != 0;
  }

  /** Time of one row, roughly: 16 floats in two nanoseconds, ten where there are exponentials. */
  long nanoseconds(int floats) {
    return switch (code) {
      case VALUE, FIRST, SECOND, VALUE_AND_FIRST, SECOND_FROM_FIRST -> 1 + floats * 10L / 16;
      default -> 1 + floats * 2L / 16;
    };
  }

  /** Adds this row's addresses of one lane to the member's addresses, first rows. */
  void place(Frame frame, Member member, int lane, int at) {
    long[] addresses = member.addresses;
    addresses[at] = member.first(a, frame, lane);
    addresses[at + 1] = member.first(b, frame, lane);
    addresses[at + 2] = member.first(c, frame, lane);
    addresses[at + 3] = member.first(to, frame, lane);
    addresses[at + 4] = member.first(second, frame, lane);
  }

  /** Computes row number {@code row} of {@code n} floats. */
  void run(Frame frame, long[] addresses, int at, int row, int n) {
    MemorySegment sa = frame.segment(a.region());
    MemorySegment sd = frame.segment(to.region());
    long ao = addresses[at] + row * a.rowStep();
    long to0 = addresses[at + 3] + row * to.rowStep();
    switch (code) {
      case COPY -> Elementwise.copy(sa, ao, sd, to0, n);
      case ADD -> Elementwise.add(sa, ao, sb(frame), bo(addresses, at, row), sd, to0, n);
      case MULTIPLY -> Elementwise.multiply(sa, ao, sb(frame), bo(addresses, at, row), sd, to0, n);
      case SCALE -> Elementwise.scale(sa, ao, factor, sd, to0, n);
      case ADD_SCALAR -> addScalar(sa, ao, sd, to0, scalar(frame, addresses, at), n);
      case MULTIPLY_SCALAR -> Elementwise.scale(sa, ao, scalar(frame, addresses, at), sd, to0, n);
      case AXPY ->
          Elementwise.axpy(
              scalar(frame, addresses, at),
              sa,
              ao,
              frame.segment(c.region()),
              addresses[at + 2] + row * c.rowStep(),
              sd,
              to0,
              n);
      case VALUE -> Activations.value(kind, sa, ao, sd, to0, n);
      case FIRST -> Activations.derivative(kind, sa, ao, sd, to0, n);
      case SECOND -> Activations.secondDerivative(kind, sa, ao, sd, to0, n);
      case VALUE_AND_FIRST ->
          Activations.valueAndDerivative(
              kind,
              sa,
              ao,
              sd,
              to0,
              frame.segment(second.region()),
              addresses[at + 4] + row * second.rowStep(),
              n);
      case SECOND_FROM_FIRST ->
          Activations.secondFromFirst(kind, sa, ao, sb(frame), bo(addresses, at, row), sd, to0, n);
      case SINE -> wave(sa, ao, sd, to0, false, n);
      case COSINE -> wave(sa, ao, sd, to0, true, n);
      case ACCUMULATE -> Elementwise.accumulate(sa, ao, sd, to0, n);
      case ACCUMULATE_SCALED ->
          Elementwise.accumulateScaled(scalar(frame, addresses, at), sa, ao, sd, to0, n);
    }
  }

  private MemorySegment sb(Frame frame) {
    return frame.segment(b.region());
  }

  private long bo(long[] addresses, int at, int row) {
    return addresses[at + 1] + row * b.rowStep();
  }

  private float scalar(Frame frame, long[] addresses, int at) {
    return sb(frame).get(Plan.FLOAT, addresses[at + 1]);
  }

  /** Float by float: waves are taken of times, one number per image. */
  private void wave(
      MemorySegment from, long at, MemorySegment result, long into, boolean cosine, int n) {
    for (int i = 0; i < n; i++) {
      double turns = (double) factor * from.get(Plan.FLOAT, at + 4L * i);
      double y = cosine ? Circular.cosOfTurns(turns) : Circular.sinOfTurns(turns);
      result.set(Plan.FLOAT, into + 4L * i, (float) y);
    }
  }

  private static void addScalar(
      MemorySegment a, long ao, MemorySegment to, long at, float s, int n) {
    for (int i = 0; i < n; i++) {
      to.set(Plan.FLOAT, at + 4L * i, a.get(Plan.FLOAT, ao + 4L * i) + s);
    }
  }
}
