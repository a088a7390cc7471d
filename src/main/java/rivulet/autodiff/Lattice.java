package rivulet.autodiff;

import rivulet.tensor.Shape;

/**
 * A colour class of the entries of an image: the channels {@code firstChannel … endChannel-1} at
 * every pixel whose row is {@code row} modulo {@code rowStep} and whose column is {@code column}
 * modulo {@code columnStep}.
 */
public record Lattice(
    int firstChannel, int endChannel, int row, int rowStep, int column, int columnStep) {
  public Lattice {
    boolean channels = firstChannel >= 0 && endChannel > firstChannel;
    boolean rows = row >= 0 && row < rowStep;
    boolean columns = column >= 0 && column < columnStep;
    if (!channels || !rows || !columns) {
      throw new IllegalArgumentException(
          "lattice: needs 0 <= first < end channel, 0 <= row < step and 0 <= column < step, found"
              + " channels "
              + firstChannel
              + " to "
              + endChannel
              + (", row " + row + " of " + rowStep + ", column " + column + " of " + columnStep));
    }
  }

  /** Whether the entry belongs to the class. */
  public boolean contains(int channel, int y, int x) {
    return channel >= firstChannel
        && channel < endChannel
        && y % rowStep == row
        && x % columnStep == column;
  }

  /** 1 on the class and 0 elsewhere: planar, of an image of that shape. */
  public double[] indicator(Shape shape) {
    double[] planar = new double[(int) shape.elements()];
    int index = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          planar[index++] = contains(c, y, x) ? 1 : 0;
        }
      }
    }
    return planar;
  }
}
