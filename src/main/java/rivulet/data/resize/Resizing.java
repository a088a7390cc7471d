package rivulet.data.resize;

import java.util.Arrays;

/**
 * A cut of a picture made smaller: every new sample is the weighted mean over rows of the weighted
 * means over columns, rounded half up and clipped to 0 ... 255 once, at the end. Sums are float64
 * in the order of the pixels, first down the columns, then along the row; those of the box are of
 * whole numbers below 2^53, and so exact.
 */
public final class Resizing {
  private static final int MOST = 255;

  private final Cut cut;
  private final Axis rows;
  private final Axis columns;

  /** Of pictures that all are cut so. */
  public Resizing(Filter filter, Cut cut) {
    this.cut = cut;
    this.rows = Axis.of(filter, cut.height(), cut.rows());
    this.columns = Axis.of(filter, cut.width(), cut.columns());
  }

  /**
   * Makes one plane.
   *
   * @param picture bytes, row by row from {@code from} on
   * @param width of the whole picture
   * @param small modified; rows x columns of the cut, from {@code at} on
   */
  public void plane(byte[] picture, int from, int width, byte[] small, int at) {
    double[] sums = new double[cut.width()];
    for (int i = 0; i < cut.rows(); i++) {
      Arrays.fill(sums, 0);
      double[] weights = rows.weights()[i];
      for (int k = 0; k < weights.length; k++) {
        int row = from + (cut.top() + rows.first()[i] + k) * width + cut.left();
        for (int x = 0; x < sums.length; x++) {
          sums[x] += weights[k] * Byte.toUnsignedInt(picture[row + x]);
        }
      }
      row(sums, rows.total()[i], small, at + i * cut.columns());
    }
  }

  private void row(double[] sums, double total, byte[] small, int at) {
    for (int j = 0; j < cut.columns(); j++) {
      double[] weights = columns.weights()[j];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * sums[columns.first()[j] + k];
      }
      double mean = sum / (total * columns.total()[j]);
      small[at + j] = (byte) Math.clamp((long) Math.floor(mean + 0.5), 0, MOST);
    }
  }
}
