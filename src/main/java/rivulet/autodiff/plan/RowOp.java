package rivulet.autodiff.plan;

import java.util.List;
import java.util.Locale;
import rivulet.tensor.Activation;

/**
 * One elementwise operation on rows of pixels; a scalar is one float of its own home. {@link
 * RowInstruction} computes it.
 */
sealed interface RowOp {
  record Copy(Operand from, Operand to) implements RowOp {}

  record Add(Operand a, Operand b, Operand to) implements RowOp {}

  record Multiply(Operand a, Operand b, Operand to) implements RowOp {}

  /** {@code to = factor·a}. */
  record Scale(float factor, Operand a, Operand to) implements RowOp {}

  record AddScalar(Operand a, Operand scalar, Operand to) implements RowOp {}

  record MultiplyScalar(Operand a, Operand scalar, Operand to) implements RowOp {}

  /** {@code to = scalar·a + c}. */
  record AddScaled(Operand a, Operand scalar, Operand c, Operand to) implements RowOp {}

  /** An activation ({@code order} 0) or its first or second derivative. */
  record Activate(Activation kind, int order, Operand a, Operand to) implements RowOp {}

  /** An activation and its first derivative in one pass. */
  record ValueAndFirst(Activation kind, Operand a, Operand value, Operand first) implements RowOp {}

  /** The second derivative of an activation from its value and first derivative. */
  record SecondFromFirst(Activation kind, Operand value, Operand first, Operand to)
      implements RowOp {}

  /** {@code sin(2π·frequency·a)}, or the cosine. */
  record Wave(int frequency, boolean cosine, Operand a, Operand to) implements RowOp {}

  /** {@code sum += a}. */
  record Accumulate(Operand a, Operand sum) implements RowOp {}

  /** {@code sum += scalar·a}. */
  record AccumulateScaled(Operand a, Operand scalar, Operand sum) implements RowOp {}

  /** The first source, the result, then everything else that is read or written. */
  default List<Operand> operands() {
    return switch (this) {
      case Copy(var from, var to) -> List.of(from, to);
      case Add(var a, var b, var to) -> List.of(a, to, b);
      case Multiply(var a, var b, var to) -> List.of(a, to, b);
      case Scale(_, var a, var to) -> List.of(a, to);
      case AddScalar(var a, var scalar, var to) -> List.of(a, to, scalar);
      case MultiplyScalar(var a, var scalar, var to) -> List.of(a, to, scalar);
      case AddScaled(var a, var scalar, var c, var to) -> List.of(a, to, scalar, c);
      case Activate(_, _, var a, var to) -> List.of(a, to);
      case ValueAndFirst(_, var a, var value, var first) -> List.of(a, value, first);
      case SecondFromFirst(_, var value, var first, var to) -> List.of(value, to, first);
      case Wave(_, _, var a, var to) -> List.of(a, to);
      case Accumulate(var a, var sum) -> List.of(a, sum);
      case AccumulateScaled(var a, var scalar, var sum) -> List.of(a, sum, scalar);
    };
  }

  /** Whether each row has places of its own to write to, so that members of a crew do not meet. */
  default boolean writesRowByRow() {
    return ownRows(operands().get(1)) && (!(this instanceof ValueAndFirst op) || ownRows(op.first));
  }

  private static boolean ownRows(Operand written) {
    return written.region() == Region.ROWS || written.rowStep() != 0;
  }

  /** Time of one row, roughly: 16 floats in two nanoseconds, ten where there are exponentials. */
  default long nanoseconds(int floats) {
    boolean exponentials =
        this instanceof Activate
            || this instanceof ValueAndFirst
            || this instanceof SecondFromFirst;
    return 1 + floats * (exponentials ? 10L : 2L) / 16;
  }

  /** Its name for readers of a plan. */
  default String label() {
    return switch (this) {
      case Activate op -> List.of("value", "first", "second").get(op.order());
      case AddScaled _ -> "axpy";
      case Wave op -> op.cosine() ? "cosine" : "sine";
      case Copy _,
          Add _,
          Multiply _,
          Scale _,
          AddScalar _,
          MultiplyScalar _,
          ValueAndFirst _,
          SecondFromFirst _,
          Accumulate _,
          AccumulateScaled _ ->
          getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    };
  }
}
