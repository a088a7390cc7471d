package rivulet.points;

import java.util.Arrays;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.FlowGroup;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.tensor.Workspace;

/** The vector field of a flow of points, outside any solve. */
public final class PointVelocity {
  private static final int GROUP = 64;

  private PointVelocity() {}

  /**
   * The velocity dx/dt of points at one time.
   *
   * @param points in the coordinates of the data, point by point, of the flow's columns
   * @param time 0 at the data to 1 at the noise
   * @return in the unit of each column per unit of time
   * @throws IllegalArgumentException for another time
   */
  public static double[] of(PointModel model, double[] points, double time) {
    return at(model, points, time)[0];
  }

  /** The same at some times, by time. */
  public static double[][] at(PointModel model, double[] points, double... times) {
    requireTimes(times);
    double[][] velocities = new double[times.length][];
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = model.level(1, new Divergence.None(), false, workspace);
      FieldEvaluation field = new FieldEvaluation(level, GROUP, workspace);
      for (int i = 0; i < times.length; i++) {
        velocities[i] = at(model, field, points, times[i]);
      }
    }
    return velocities;
  }

  private static void requireTimes(double... times) {
    boolean inside =
        Arrays.stream(times).allMatch(time -> time >= FlowGroup.START && time <= FlowGroup.END);
    if (times.length == 0 || !inside) {
      throw new IllegalArgumentException(
          "points: a velocity needs times from 0, the data, to 1, the noise, found "
              + Arrays.toString(times));
    }
  }

  private static double[] at(
      PointModel model, FieldEvaluation field, double[] points, double time) {
    int columns = model.shape().dimensions();
    double[] velocity = new double[points.length];
    double[] point = new double[columns];
    int count = points.length / columns;
    for (int from = 0; from < count; from += GROUP) {
      int size = Math.min(GROUP, count - from);
      for (int n = 0; n < size; n++) {
        System.arraycopy(points, (from + n) * columns, point, 0, columns);
        model.standard().forward(point);
        field.state(n, point);
      }
      field.prepare();
      field.evaluatePrimal(time);
      for (int n = 0; n < size; n++) {
        field.derivative(n, point);
        model.standard().scale(point);
        System.arraycopy(point, 0, velocity, (from + n) * columns, columns);
      }
    }
    return velocity;
  }
}
