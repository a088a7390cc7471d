package rivulet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.autodiff.TracedField;
import rivulet.inspect.plane.FlowPicture;
import rivulet.ode.RecordedSolve;
import rivulet.points.FlowLines;
import rivulet.points.PointEvaluation;
import rivulet.points.PointModel;
import rivulet.points.PointModelFile;
import rivulet.points.PointNetwork;
import rivulet.points.PointPicture;
import rivulet.points.PointSampler;
import rivulet.points.PointSet;
import rivulet.points.PointTrajectories;
import rivulet.points.PointVelocity;
import rivulet.points.StoredPoints;
import rivulet.points.VelocityError;
import rivulet.points.table.CsvReader;
import rivulet.points.table.CsvWriter;
import rivulet.store.AtomicFile;
import rivulet.store.RunDirectory;

/** A flow of points with its numbers. Immutable; native memory is held during calls only. */
public final class PointFlow {
  /** What the entry {@code format} of a model file's metadata says. */
  public static final String FORMAT = PointModelFile.FORMAT;

  private final StoredPoints stored;

  PointFlow(StoredPoints stored) {
    this.stored = stored;
  }

  PointFlow(PointModel model) {
    this(new StoredPoints(model, new TreeMap<>()));
  }

  /**
   * Opens a file of the published network, or a folder that {@code play --out} wrote one into.
   *
   * @throws rivulet.store.StoreException if there is none, it is damaged or of a field of its own
   */
  public static PointFlow open(Path file) {
    return new PointFlow(PointModelFile.read(RunDirectory.model(file)));
  }

  /**
   * Opens a file of a field of your own.
   *
   * @throws rivulet.store.StoreException also if the file is of another field
   */
  public static PointFlow open(Path file, TracedField field) {
    return new PointFlow(PointModelFile.read(RunDirectory.model(file), field));
  }

  /** Writes the model as a file, whole or not at all. */
  public void save(Path file) {
    PointModelFile.write(file, stored);
  }

  /**
   * What the model is.
   *
   * @param columns names
   * @param mean of each column, taken off before the flow
   * @param deviation of each, divided by
   * @param hidden widths of the published network; empty of a field of your own
   * @param layer kind of its layers; empty of a field of your own
   * @param activation between them; empty of a field of your own
   * @param parameters trained numbers
   * @param provenance data, training configuration and what was measured, by name
   */
  public record Description(
      List<String> columns,
      double[] mean,
      double[] deviation,
      List<Integer> hidden,
      String layer,
      String activation,
      long parameters,
      SortedMap<String, String> provenance) {}

  /** What the model is; the arrays are copies. */
  public Description description() {
    PointModel model = stored.model();
    Optional<PointNetwork> network =
        model.shape() instanceof PointNetwork published ? Optional.of(published) : Optional.empty();
    return new Description(
        model.columns().names(),
        model.standard().mean().clone(),
        model.standard().deviation().clone(),
        network.map(PointNetwork::hidden).orElse(List.of()),
        network.map(of -> of.layer().label()).orElse(""),
        network.map(of -> of.activation().label()).orElse(""),
        model.weights().values().stream().mapToLong(values -> values.length).sum(),
        stored.provenance());
  }

  /** Columns D of a point. */
  public int dimensions() {
    return stored.model().shape().dimensions();
  }

  /** ln p of points in nats, with exact divergence, as {@link Measuring#usual} solves. */
  public double[] logLikelihood(double[][] points) {
    return logLikelihood(points, Measuring.usual());
  }

  /**
   * ln p of points in nats, with exact divergence.
   *
   * @param how solver and threads; its divergence and noise do not concern points
   * @throws IllegalArgumentException if they have not {@link #dimensions} finite columns
   * @throws IllegalStateException if a solve does not arrive
   */
  public double[] logLikelihood(double[][] points, Measuring how) {
    return PointEvaluation.of(stored.model(), PointData.rows(points), how.solver(), how.threads())
        .logDensity();
  }

  /**
   * Measures held-out points of the data.
   *
   * @param count at most; a table has fewer
   * @param how seed of the points, solver and threads
   * @throws IllegalArgumentException if the data have other columns
   * @throws IllegalStateException if a solve does not arrive
   */
  public PointScores measure(PointData data, int count, Measuring how) {
    int points = (int) Math.min(count, data.source().count(PointSet.HELD_OUT));
    return new PointScores(
        PointEvaluation.of(
            stored.model(), data.source(), how.seed(), points, how.solver(), how.threads()));
  }

  /**
   * Measures every row of a CSV file; columns are matched by name if both have names.
   *
   * @throws rivulet.data.DataException if it cannot be read
   * @throws IllegalArgumentException if its columns are not the flow's
   * @throws IllegalStateException if a solve does not arrive
   */
  public PointScores measure(Path csv, Measuring how) {
    return new PointScores(
        PointEvaluation.of(stored.model(), CsvReader.read(csv), how.solver(), how.threads()));
  }

  /** The same flow, whose file says what was measured, too. */
  public PointFlow with(PointScores measured) {
    SortedMap<String, String> provenance = new TreeMap<>(stored.provenance());
    provenance.put("nll", Double.toString(measured.nll()));
    provenance.put("nll_points", Integer.toString(measured.points()));
    return new PointFlow(new StoredPoints(stored.model(), provenance));
  }

  /**
   * How far the velocity is from that of a mixture in closed form, over 1,024 held-out points at
   * twenty times: √(Σ ‖learnt − v‖² / Σ ‖v‖²), 1 for a field that is zero.
   *
   * @return empty unless the data are {@link PointData#mixture}
   * @throws IllegalArgumentException if they have other columns
   */
  public OptionalDouble velocityError(PointData data, long seed) {
    return VelocityError.of(stored.model(), data.source(), seed);
  }

  /**
   * Draws points; number n depends on seed and n alone.
   *
   * @throws IllegalArgumentException unless at least one is asked for, from one seed at temperature
   *     1, and 2^30 numbers at most
   * @throws IllegalStateException if a solve does not arrive
   */
  public double[][] sample(int count, Sampling how) {
    long seed = seed(count, how);
    double[] all = PointSampler.draw(stored.model(), seed, count, how.solver(), how.threads());
    return rows(all);
  }

  /** The only seed of a drawing that points can do. */
  private static long seed(int count, Sampling how) {
    long[] seeds = how.seeds();
    if (count < 1 || seeds.length != 1 || !Arrays.equals(how.temperatures(), new double[] {1})) {
      throw new IllegalArgumentException(
          "points: at least 1 is drawn, from one seed at temperature 1, asked "
              + count
              + " from "
              + Arrays.toString(seeds)
              + " at "
              + Arrays.toString(how.temperatures()));
    }
    return seeds[0];
  }

  /**
   * Draws points as {@link #sample} does, and tells where they were on their way.
   *
   * @param times from 1, the noise, to 0, the data, falling
   * @return state by time, point and column
   * @throws IllegalArgumentException as {@link #sample}, or for other times or none
   * @throws IllegalStateException if a solve does not arrive
   */
  public double[][][] trajectories(int count, double[] times, Sampling how) {
    return PointTrajectories.drawn(
        stored.model(), seed(count, how), count, times, how.solver(), how.threads());
  }

  /**
   * dx/dt where points are at some times.
   *
   * @param times from 0, the data, to 1, the noise
   * @return velocity by time, point and column
   * @throws IllegalArgumentException if they have not {@link #dimensions} finite columns, or for
   *     other times or none
   */
  public double[][][] velocity(double[][] points, double... times) {
    return Arrays.stream(PointVelocity.at(stored.model(), values(points), times))
        .map(this::rows)
        .toArray(double[][][]::new);
  }

  /**
   * One point's way to its latent, and back from there. States are in the coordinates of the data,
   * the first quadrature is the divergence.
   *
   * @param logLikelihood ln p of the point, in nats
   * @param there from time 0, the data, to 1
   * @param logLikelihoodThere ln p of where the point is after each tried step
   * @param back from 1 to 0
   * @param logLikelihoodBack as there
   */
  public record Way(
      double logLikelihood,
      RecordedSolve there,
      double[] logLikelihoodThere,
      RecordedSolve back,
      double[] logLikelihoodBack) {}

  /**
   * Follows one point to its latent and back, with exact divergence.
   *
   * @param how solver
   * @param intervals between the states that are told, 1 to 1000
   * @throws IllegalArgumentException if it has not {@link #dimensions} finite columns
   * @throws IllegalStateException if a solve does not arrive
   */
  public Way follow(double[] point, Measuring how, int intervals) {
    double[] own = values(new double[][] {point});
    if (intervals < 1 || intervals > 1000) {
      throw new IllegalArgumentException("points: intervals must be 1 to 1000, found " + intervals);
    }
    PointTrajectories.Course course =
        PointTrajectories.follow(stored.model(), own, how.solver(), intervals);
    return new Way(
        course.logDensity(),
        course.there(),
        course.logDensityThere(),
        course.back(),
        course.logDensityBack());
  }

  /**
   * Ways of a flow on the line from noise to data, between which mass stays: lines that cut the
   * noise into bands of equal mass, and points between them.
   *
   * @param times from 1, the noise, to 0, the data
   * @param places by time and point; every {@code between}th is a line, the first and the last end
   *     the outermost bands
   * @param logLikelihood ln p_t there, in nats
   * @param masses ∫ p_t dx by time and band, from those places and densities alone
   * @param between points from one line to the next
   */
  public record Lines(
      double[] times, double[][] places, double[][] logLikelihood, double[][] masses, int between) {
    /** The smallest mass of a band at a time. */
    public double least() {
      return Arrays.stream(masses).flatMapToDouble(Arrays::stream).min().orElseThrow();
    }

    /** The largest. */
    public double most() {
      return Arrays.stream(masses).flatMapToDouble(Arrays::stream).max().orElseThrow();
    }
  }

  /**
   * Follows lines of equal mass of a flow on the line.
   *
   * @param bands 2 to 100
   * @param times evenly from 1 to 0, 2 to 1000
   * @throws IllegalArgumentException unless it has one column
   * @throws IllegalStateException if a solve does not arrive
   */
  public Lines lines(int bands, int times, Measuring how) {
    FlowLines found = FlowLines.of(stored.model(), bands, times, how.solver(), how.threads());
    return new Lines(
        found.times(), found.places(), found.logDensity(), found.masses(), FlowLines.BETWEEN);
  }

  /**
   * Writes points that were drawn as a CSV file, to the digits that a flow in float32 makes mean.
   *
   * @throws IllegalArgumentException if they have not {@link #dimensions} finite columns
   */
  public void saveSamples(Path csv, double[][] drawn) {
    double[] values = values(drawn);
    AtomicFile.write(csv, out -> CsvWriter.samples(out, stored.model(), values));
  }

  /**
   * Writes a figure of a flow, for print. In the plane: ln p as colours with contours over points
   * of the data, points that were drawn, and the velocity. On the line: the density over points of
   * the data, lines of equal mass, and the mass between two of them on its way. The pixels of its
   * words depend on the machine's fonts.
   *
   * @param png file of pixels
   * @param svg file of the same as a drawing, whose lines and words stay such
   * @param data whose held-out points are shown, by the seed of {@code how}
   * @throws IllegalArgumentException unless it has one column or two, as the data have
   * @throws IllegalStateException if a solve does not arrive
   */
  public void savePicture(Path png, Path svg, PointData data, double[][] drawn, Measuring how) {
    FlowPicture picture =
        PointPicture.of(
            stored.model(), data.source(), how.seed(), values(drawn), how.solver(), how.threads());
    AtomicFile.write(png, picture.png());
    AtomicFile.write(svg, picture.svg());
  }

  private double[][] rows(double[] values) {
    int columns = dimensions();
    double[][] points = new double[values.length / columns][];
    Arrays.setAll(points, n -> Arrays.copyOfRange(values, n * columns, (n + 1) * columns));
    return points;
  }

  private double[] values(double[][] points) {
    return PointData.rows(points).in(stored.model().columns()).values();
  }
}
