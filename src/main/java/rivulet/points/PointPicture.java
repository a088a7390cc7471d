package rivulet.points;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import rivulet.inspect.plane.DensityPicture;
import rivulet.inspect.plane.FlowPicture;
import rivulet.inspect.plane.LinePicture;
import rivulet.inspect.plane.PlaneWindow;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;

/** A figure of a flow of one column or two. */
public final class PointPicture {
  private static final double TIME = 0.25;
  private static final int COLUMNS = 2;
  private static final int HELD_OUT = 10_000;

  /** Of the line: deviations of the data to either side, so that the noise is seen too. */
  private static final double REACH = 3.2;

  private static final int BANDS = 10;
  private static final int TIMES = 33;

  private PointPicture() {}

  /**
   * Solves what is shown.
   *
   * @param source whose held-out points are shown, by {@code seed}
   * @param drawn points of the model
   * @throws IllegalArgumentException for other numbers of columns
   * @throws IllegalStateException if a solve does not arrive
   */
  public static FlowPicture of(
      PointModel model,
      PointSource source,
      long seed,
      double[] drawn,
      SolverOptions solver,
      int threads) {
    double[] data = heldOut(model.require(source), seed);
    return switch (model.shape().dimensions()) {
      case 1 -> onLine(model, source, data, solver, threads);
      case COLUMNS -> inPlane(model, data, drawn, solver, threads);
      default ->
          throw new IllegalArgumentException(
              "points: a picture is of one column or two, this flow has "
                  + model.shape().dimensions());
    };
  }

  private static double[] heldOut(PointSource source, long seed) {
    int count = (int) Math.min(HELD_OUT, source.count(PointSet.HELD_OUT));
    int across = source.dimensions();
    double[] values = new double[count * across];
    double[] point = new double[across];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < count; n++) {
      source.draw(noise, seed, PointSet.HELD_OUT, n, point);
      System.arraycopy(point, 0, values, n * across, across);
    }
    return values;
  }

  private static LinePicture onLine(
      PointModel model, PointSource source, double[] data, SolverOptions solver, int threads) {
    double half = REACH * model.standard().deviation()[0];
    double left = model.standard().mean()[0] - half;
    double[] nodes = new double[LinePicture.NODES];
    Arrays.setAll(nodes, i -> left + 2 * half * i / (nodes.length - 1));
    PointEvaluation density =
        PointEvaluation.of(
            model,
            (_, index, point) -> point[0] = nodes[(int) index],
            nodes.length,
            solver,
            threads);
    FlowLines lines = FlowLines.of(model, BANDS, TIMES, solver, threads);
    return new LinePicture(
        left,
        left + 2 * half,
        model.columns().names().getFirst(),
        exp(density.logDensity()),
        known(source, nodes),
        data,
        lines.times(),
        lines.places(),
        Arrays.stream(lines.logDensity()).map(PointPicture::exp).toArray(double[][]::new),
        lines.masses(),
        FlowLines.BETWEEN);
  }

  private static double[] exp(double... values) {
    return Arrays.stream(values).map(StrictMath::exp).toArray();
  }

  private static Optional<double[]> known(PointSource source, double... nodes) {
    if (source.trueLogDensity(new double[] {nodes[0]}).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(nodes)
            .map(x -> StrictMath.exp(source.trueLogDensity(new double[] {x}).getAsDouble()))
            .toArray());
  }

  private static DensityPicture inPlane(
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
