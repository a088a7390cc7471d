package rivulet.points;

import java.util.Arrays;
import rivulet.ode.SolverOptions;

/**
 * Three grey panels of a density in the plane, side by side: points of the data, points of the
 * model, and the model's density. Each panel is {@value #SIDE} pixels square and shows {@value
 * #REACH} deviations of the data to each side of its mean; the second column points up. White is
 * the most; points are counted per pixel.
 */
public final class PointPicture {
  /** Pixels of a panel's side. */
  public static final int SIDE = 96;

  /** Pixels between panels. */
  public static final int GAP = 4;

  private static final double REACH = 2.6;
  private static final int PANELS = 3;
  private static final double BRIGHT = 0.995;

  private final byte[] grey = new byte[SIDE * width()];

  /** A picture with all panels black and the gaps grey. */
  public PointPicture() {
    Arrays.fill(grey, (byte) 64);
    for (int panel = 0; panel < PANELS; panel++) {
      show(panel, new double[SIDE * SIDE]);
    }
  }

  /** Pixels across. */
  public static int width() {
    return PANELS * SIDE + (PANELS - 1) * GAP;
  }

  /** The picture, row by row from the top. */
  public byte[] grey() {
    return grey.clone();
  }

  /**
   * Counts points into a panel.
   *
   * @param points in the coordinates of the data, point by point
   */
  public void count(int panel, PointModel model, double[] points) {
    double[] counts = new double[SIDE * SIDE];
    double[] point = new double[2];
    for (int i = 0; i < points.length; i += 2) {
      System.arraycopy(points, i, point, 0, 2);
      model.standard().forward(point);
      int x = pixel(point[0]);
      int y = SIDE - 1 - pixel(point[1]);
      if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
        counts[y * SIDE + x]++;
      }
    }
    show(panel, counts);
  }

  private static int pixel(double standard) {
    return (int) Math.floor((standard + REACH) / (2 * REACH) * SIDE);
  }

  /** Computes the density at the centres of a panel's pixels. */
  public void density(int panel, PointModel model, SolverOptions solver, int threads) {
    PointEvaluation grid =
        PointEvaluation.of(
            model,
            (noise, index, point) -> {
              point[0] = centre((int) (index % SIDE));
              point[1] = centre((int) (SIDE - 1 - index / SIDE));
              model.standard().inverse(point);
            },
            SIDE * SIDE,
            solver,
            threads);
    double[] density = grid.logDensity();
    for (int i = 0; i < density.length; i++) {
      density[i] = StrictMath.exp(density[i]);
    }
    show(panel, density);
  }

  private static double centre(int pixel) {
    return (pixel + 0.5) / SIDE * 2 * REACH - REACH;
  }

  /** Scales so that all but a few of the brightest pixels stay below white. */
  private void show(int panel, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double white = sorted[(int) (BRIGHT * sorted.length)];
    for (int i = 0; i < values.length; i++) {
      double share = white > 0 ? Math.min(1, values[i] / white) : 0;
      int at = i / SIDE * width() + panel * (SIDE + GAP) + i % SIDE;
      grey[at] = (byte) Math.rint(255 * share);
    }
  }
}
