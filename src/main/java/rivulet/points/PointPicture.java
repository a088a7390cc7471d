package rivulet.points;

import java.util.Arrays;
import java.util.stream.Stream;
import rivulet.inspect.plane.DensityPicture;
import rivulet.inspect.plane.PlaneWindow;
import rivulet.ode.SolverOptions;

/** A figure of a flow in the plane: its density, its points, its velocity on the way. */
public final class PointPicture {
  private static final double TIME = 0.25;
  private static final int COLUMNS = 2;

  private PointPicture() {}

  /**
   * Solves the points of a grid and evaluates arrows.
   *
   * @param model of two columns
   * @param data held-out points, point by point
   * @param drawn points of the model
   * @throws IllegalStateException if a solve does not arrive
   */
  public static DensityPicture of(
      PointModel model, double[] data, double[] drawn, SolverOptions solver, int threads) {
    double[][] held = points(data);
    double[][] samples = points(drawn);
    PlaneWindow window =
        PlaneWindow.around(
            Stream.concat(Arrays.stream(held), Arrays.stream(samples)).toArray(double[][]::new));
    double[][] nodes = window.nodes(DensityPicture.NODES);
    PointEvaluation density =
        PointEvaluation.of(
            model,
            (noise, index, point) -> System.arraycopy(nodes[(int) index], 0, point, 0, COLUMNS),
            nodes.length,
            solver,
            threads);
    double[] velocity =
        PointVelocity.of(model, values(window.centres(DensityPicture.ARROWS)), TIME);
    return new DensityPicture(
        window,
        model.columns().names(),
        density.logDensity(),
        held,
        samples,
        points(velocity),
        TIME);
  }

  private static double[][] points(double[] values) {
    double[][] points = new double[values.length / COLUMNS][];
    Arrays.setAll(points, n -> Arrays.copyOfRange(values, n * COLUMNS, (n + 1) * COLUMNS));
    return points;
  }

  private static double[] values(double[][] points) {
    return Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray();
  }
}
