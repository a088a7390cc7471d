package rivulet.wavelet;

import java.util.Objects;

/**
 * The levels of one image, or a window of each: arrays that {@link WaveletPyramid#analyse} fills
 * and {@link WaveletPyramid#synthesise} reads.
 *
 * <p>The data of level 0 and the condition of level 1 hold the same numbers in two arrays, so that
 * a pre-transform may work in place on a level's data without disturbing what conditions the next.
 */
public final class PyramidCoefficients {
  private final WaveletPyramid pyramid;
  private final int side;
  private final boolean cropped;
  private final double[][] data;
  private final double[][] conditions;

  PyramidCoefficients(WaveletPyramid pyramid, int side) {
    this.pyramid = pyramid;
    this.side = side;
    LevelShape finest = pyramid.shape(pyramid.levels() - 1);
    this.cropped = !finest.within(side).equals(finest);
    this.data = new double[pyramid.levels()][];
    this.conditions = new double[pyramid.levels() - 1][];
    for (int level = 0; level < pyramid.levels(); level++) {
      data[level] = new double[pyramid.shape(level).within(side).size()];
      if (level > 0) {
        conditions[level - 1] = new double[pyramid.conditionShape(level).within(side).size()];
      }
    }
  }

  /** The pyramid that these arrays belong to. */
  public WaveletPyramid pyramid() {
    return pyramid;
  }

  /** Whether these are windows of the levels of an image, which make no image. */
  boolean cropped() {
    return cropped;
  }

  /**
   * Takes the window of a level, data and condition alike, from the levels of a whole image.
   *
   * @param row of the level's first pixel
   * @param column of the level's first pixel
   * @throws IllegalArgumentException if the window leaves the level
   */
  public void cut(PyramidCoefficients whole, int level, int row, int column) {
    cut(whole.data(level), pyramid.shape(level), row, column, data[level]);
    if (level > 0) {
      LevelShape shape = pyramid.conditionShape(level);
      cut(whole.condition(level), shape, row, column, conditions[level - 1]);
    }
  }

  private void cut(double[] from, LevelShape whole, int row, int column, double[] to) {
    LevelShape window = whole.within(side);
    Objects.checkFromIndexSize(row, window.height(), whole.height());
    Objects.checkFromIndexSize(column, window.width(), whole.width());
    int at = 0;
    for (int c = 0; c < window.channels(); c++) {
      for (int y = 0; y < window.height(); y++) {
        int start = (c * whole.height() + row + y) * whole.width() + column;
        System.arraycopy(from, start, to, at, window.width());
        at += window.width();
      }
    }
  }

  /** Data of a level, the live array: coarse image at level 0, else 3C channels of details. */
  public double[] data(int level) {
    if (level < 0 || level >= data.length) {
      throw new IllegalArgumentException(
          "pyramid: no level %d, this pyramid has levels 0 to %d"
              .formatted(level, data.length - 1));
    }
    return data[level];
  }

  /** The coarse image that conditions level 1 to S − 1, the live array: C channels. */
  public double[] condition(int level) {
    if (level < 1 || level > conditions.length) {
      throw new IllegalArgumentException(
          "pyramid: level %d has no condition, levels 1 to %d have one"
              .formatted(level, conditions.length));
    }
    return conditions[level - 1];
  }
}
