package rivulet.flow.pretransform;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.spline.InterpolationGrid;
import rivulet.flow.spline.RationalQuadraticSpline;

/**
 * A monotone spline for each detail whose knots are interpolated in value and activity of the
 * coarser pixel, so that the map to N(0,1), and with it ln p, is a continuous function of the
 * coarser image: its gradient by pixels misses no jumps.
 *
 * <p>The splines of all nodes of the {@link InterpolationGrid} have common knots z_k in model
 * space. At each node x_k is the quantile of z_k among details near it, and d_k = dx/dz there. What
 * is interpolated, linearly, is x_k and d_k: positive weights keep the knots in order and the
 * slopes 1/d_k positive, so the interpolated spline is strictly monotone, with its inverse in
 * closed form ({@link RationalQuadraticSpline}). It interpolates quantile functions: a shape moves
 * and widens from node to node, it is not mixed as densities would be.
 *
 * <p>Stored as {@code interpolated.positions} and {@code .stretches}, each kinds of details ×
 * values × activities × knots, {@code .latents} (z_k), {@code .value_nodes} and {@code
 * .activity_nodes}, in float32.
 */
public final class InterpolatedCdf implements ConditionalPreTransform {
  private static final String PREFIX = "interpolated.";
  private static final String POSITIONS = PREFIX + "positions";
  private static final String STRETCHES = PREFIX + "stretches";
  private static final String LATENTS = PREFIX + "latents";
  private static final String VALUE_NODES = PREFIX + "value_nodes";
  private static final String ACTIVITY_NODES = PREFIX + "activity_nodes";

  private final InterpolationGrid grid;
  private final double[] latents;
  private final double[] positions;
  private final double[] stretches;

  /**
   * @param grid nodes, exact in float32
   * @param latents z_k, increasing, exact in float32
   * @param positions x_k for each kind of detail and node; copied, exact in float32
   * @param stretches d_k, likewise
   */
  public InterpolatedCdf(
      InterpolationGrid grid, double[] latents, double[] positions, double[] stretches) {
    this.grid = grid;
    this.latents = latents.clone();
    this.positions = positions.clone();
    this.stretches = stretches.clone();
    int row = grid.nodes() * latents.length;
    if (latents.length < 2
        || positions.length == 0
        || positions.length % row != 0
        || stretches.length != positions.length) {
      throw new IllegalArgumentException(
          "interpolated cdf: %d positions and %d stretches for %d nodes of %d knots"
              .formatted(positions.length, stretches.length, grid.nodes(), latents.length));
    }
    requireIncreasing("latents", latents, latents.length);
    requireIncreasing("positions", positions, latents.length);
    for (double stretch : stretches) {
      if (!(stretch > 0 && stretch < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "interpolated cdf: stretches must be finite and above 0, found " + stretch);
      }
    }
  }

  private static void requireIncreasing(String what, double[] rows, int length) {
    for (int i = 0; i < rows.length; i++) {
      if (!Double.isFinite(rows[i]) || (i % length > 0 && !(rows[i] > rows[i - 1]))) {
        throw new IllegalArgumentException(
            "interpolated cdf: %s must be finite and strictly increasing, found %s"
                .formatted(what, rows[i]));
      }
    }
  }

  static InterpolatedCdf restore(Map<String, PreTransformArray> parameters) {
    PreTransformArray activities = PreTransformArray.require(parameters, ACTIVITY_NODES, 2);
    int rows = activities.shape()[0];
    int columns = activities.shape()[1];
    double[][] nodes = new double[rows][];
    for (int v = 0; v < rows; v++) {
      nodes[v] = Arrays.copyOfRange(activities.toDoubles(), v * columns, (v + 1) * columns);
    }
    double[] latents = PreTransformArray.require(parameters, LATENTS, 1).toDoubles();
    return new InterpolatedCdf(
        new InterpolationGrid(
            PreTransformArray.require(parameters, VALUE_NODES, 1).toDoubles(), nodes),
        latents,
        knots(parameters, POSITIONS, rows, columns, latents.length),
        knots(parameters, STRETCHES, rows, columns, latents.length));
  }

  private static double[] knots(
      Map<String, PreTransformArray> parameters, String name, int rows, int columns, int knots) {
    PreTransformArray array = PreTransformArray.require(parameters, name, 4);
    int[] shape = array.shape();
    if (shape[1] != rows || shape[2] != columns || shape[3] != knots) {
      throw new IllegalArgumentException(
          "interpolated cdf: %s are %s, for %d x %d nodes of %d knots"
              .formatted(name, array, rows, columns, knots));
    }
    return array.toDoubles();
  }

  public InterpolationGrid grid() {
    return grid;
  }

  /** z_k; the live array. */
  public double[] latents() {
    return latents;
  }

  /** x_k for each kind and node; the live array. */
  public double[] positions() {
    return positions;
  }

  /** d_k for each kind and node; the live array. */
  public double[] stretches() {
    return stretches;
  }

  /** Details of each coarser pixel. */
  int kinds() {
    return positions.length / (grid.nodes() * latents.length);
  }

  @Override
  public ConditionalMap newMap(int channels, int height, int width) {
    return new InterpolatedCdfMap(this, channels, height, width);
  }

  @Override
  public SortedMap<String, PreTransformArray> parameters() {
    int[] shape = {kinds(), grid.rows(), grid.columns(), latents.length};
    SortedMap<String, PreTransformArray> map = new TreeMap<>();
    map.put(POSITIONS, PreTransformArray.of(positions, shape));
    map.put(STRETCHES, PreTransformArray.of(stretches, shape));
    map.put(LATENTS, PreTransformArray.of(latents, latents.length));
    map.put(VALUE_NODES, PreTransformArray.of(grid.values(), grid.rows()));
    map.put(
        ACTIVITY_NODES, PreTransformArray.of(grid.flatActivities(), grid.rows(), grid.columns()));
    return Collections.unmodifiableSortedMap(map);
  }

  @Override
  public String toString() {
    return "interpolated cdf of " + grid.rows() + " x " + grid.columns() + " nodes";
  }
}
