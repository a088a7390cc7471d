package rivulet.flow.pretransform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.spline.RationalQuadraticSpline;

/**
 * One {@link RationalQuadraticSpline} per channel. As a pre-transform it carries the training
 * marginal to N(0,1): y ≈ Φ⁻¹(F_c(x)) (docs/mathematics.md, section 2); as a transform of pixels it
 * may also be that of {@link AtomSpline}.
 *
 * <p>Knots are rounded to float32 at construction. Stored as {@code cdf.positions}, {@code
 * cdf.values} and {@code cdf.slopes}, each channels × knots.
 */
public final class Cdf implements PreTransform {
  static final String POSITIONS = "cdf.positions";
  static final String VALUES = "cdf.values";
  static final String SLOPES = "cdf.slopes";

  private final List<RationalQuadraticSpline> splines;

  /**
   * Rounds every knot to float32.
   *
   * @param channels one spline per channel, all with the same number of knots
   * @throws IllegalArgumentException if there is none, if the numbers of knots differ, or if knots
   *     coincide once rounded
   */
  public Cdf(List<RationalQuadraticSpline> channels) {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("cdf: no spline given, one per channel is needed");
    }
    List<RationalQuadraticSpline> rounded = new ArrayList<>();
    for (RationalQuadraticSpline spline : channels) {
      if (spline.knots() != channels.getFirst().knots()) {
        throw new IllegalArgumentException(
            "cdf: splines of %d and %d knots given, all channels need the same number"
                .formatted(channels.getFirst().knots(), spline.knots()));
      }
      rounded.add(
          new RationalQuadraticSpline(
              round(spline.positions()), round(spline.values()), round(spline.slopes())));
    }
    this.splines = List.copyOf(rounded);
  }

  static Cdf restore(Map<String, PreTransformArray> parameters) {
    PreTransformArray positions = PreTransformArray.require(parameters, POSITIONS, 2);
    PreTransformArray values = PreTransformArray.require(parameters, VALUES, 2);
    PreTransformArray slopes = PreTransformArray.require(parameters, SLOPES, 2);
    int[] shape = positions.shape();
    if (!Arrays.equals(shape, values.shape()) || !Arrays.equals(shape, slopes.shape())) {
      throw new IllegalArgumentException(
          "cdf: positions %s, values %s and slopes %s must have one shape, channels x knots"
              .formatted(positions, values, slopes));
    }
    List<RationalQuadraticSpline> splines = new ArrayList<>();
    for (int c = 0; c < shape[0]; c++) {
      splines.add(
          new RationalQuadraticSpline(
              row(positions, c, shape[1]), row(values, c, shape[1]), row(slopes, c, shape[1])));
    }
    return new Cdf(splines);
  }

  private static double[] row(PreTransformArray array, int row, int length) {
    return Arrays.copyOfRange(array.toDoubles(), row * length, (row + 1) * length);
  }

  /** The splines, channel by channel, with the rounded knots. */
  public List<RationalQuadraticSpline> splines() {
    return splines;
  }

  @Override
  public String name() {
    return PreTransformKind.CDF.id();
  }

  @Override
  public double forward(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), splines.size(), x, offset, channels, pixels);
    double logDet = 0.0;
    for (int c = 0; c < channels; c++) {
      int start = offset + c * pixels;
      logDet += splines.get(c).forward(x, start, start + pixels);
    }
    return logDet;
  }

  @Override
  public void map(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), splines.size(), x, offset, channels, pixels);
    for (int c = 0; c < channels; c++) {
      int start = offset + c * pixels;
      splines.get(c).map(x, start, start + pixels);
    }
  }

  @Override
  public void inverse(double[] x, int offset, int channels, int pixels) {
    PreTransformRange.check(name(), splines.size(), x, offset, channels, pixels);
    for (int c = 0; c < channels; c++) {
      RationalQuadraticSpline spline = splines.get(c);
      int start = offset + c * pixels;
      for (int i = start; i < start + pixels; i++) {
        x[i] = spline.inverse(x[i]);
      }
    }
  }

  @Override
  public void pullBack(double[] x, int channels, int pixels, double[] gradient) {
    PreTransformRange.check(name(), splines.size(), gradient, 0, channels, pixels);
    for (int i = 0; i < channels * pixels; i++) {
      gradient[i] = splines.get(i / pixels).pullBack(x[i], gradient[i]);
    }
  }

  @Override
  public boolean fits(int channels) {
    return channels == splines.size();
  }

  @Override
  public SortedMap<String, PreTransformArray> parameters() {
    int knots = splines.getFirst().knots();
    double[] positions = new double[splines.size() * knots];
    double[] values = new double[positions.length];
    double[] slopes = new double[positions.length];
    for (int c = 0; c < splines.size(); c++) {
      System.arraycopy(splines.get(c).positions(), 0, positions, c * knots, knots);
      System.arraycopy(splines.get(c).values(), 0, values, c * knots, knots);
      System.arraycopy(splines.get(c).slopes(), 0, slopes, c * knots, knots);
    }
    SortedMap<String, PreTransformArray> map = new TreeMap<>();
    map.put(POSITIONS, PreTransformArray.of(positions, splines.size(), knots));
    map.put(VALUES, PreTransformArray.of(values, splines.size(), knots));
    map.put(SLOPES, PreTransformArray.of(slopes, splines.size(), knots));
    return Collections.unmodifiableSortedMap(map);
  }

  @Override
  public String toString() {
    return "cdf of " + splines.size() + " channels";
  }

  private static double[] round(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return values;
  }
}
