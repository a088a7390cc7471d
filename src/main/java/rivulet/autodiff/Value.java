package rivulet.autodiff;

import java.util.List;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * One value of a {@link Program}: the result of one primitive operation.
 *
 * @param id position in its program, unique and ascending
 * @param extent shape of the image or kernel
 * @param perImage whether every image of a group has its own
 * @param binding how often it changes
 * @param op the operation
 * @param operands its operands, all with smaller ids
 */
public record Value(
    int id, Extent extent, boolean perImage, Binding binding, Op op, List<Value> operands) {
  public Value {
    operands = List.copyOf(operands);
  }

  /** Shape of an image value. */
  public Shape shape() {
    if (extent instanceof Shape shape) {
      return shape;
    }
    throw new IllegalArgumentException("value %" + id + " is a kernel, an image was asked for");
  }

  /** Shape of a kernel value. */
  public KernelShape kernel() {
    if (extent instanceof KernelShape kernel) {
      return kernel;
    }
    throw new IllegalArgumentException("value %" + id + " is an image, a kernel was asked for");
  }

  public boolean isImage() {
    return extent instanceof Shape;
  }

  public Value operand(int index) {
    return operands.get(index);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return "%" + id;
  }
}
