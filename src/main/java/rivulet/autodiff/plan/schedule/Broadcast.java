package rivulet.autodiff.plan.schedule;

import rivulet.autodiff.Op;
import rivulet.autodiff.Value;
import rivulet.tensor.Shape;

/** How an elementwise value reads an operand of another shape than its own. */
public final class Broadcast {
  private Broadcast() {}

  /** As one float for all. */
  public static boolean isScalar(Value operand, Value user) {
    return operand.shape().equals(Shape.SCALAR) && !user.shape().equals(Shape.SCALAR);
  }

  /** As a row that repeats its pixel. */
  public static boolean needsRow(Value operand, Value user) {
    return !operand.shape().equals(user.shape()) && !isScalar(operand, user);
  }

  /** Whether the value is an image times a scalar. */
  public static boolean scales(Value value) {
    return value.op() instanceof Op.Multiply
        && (isScalar(value.operand(0), value) ^ isScalar(value.operand(1), value));
  }

  /** The scalar of such a product. */
  public static Value scalar(Value product) {
    return product.operand(isScalar(product.operand(0), product) ? 0 : 1);
  }

  /** The image of such a product. */
  public static Value image(Value product) {
    return product.operand(isScalar(product.operand(0), product) ? 1 : 0);
  }
}
