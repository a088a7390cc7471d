package rivulet.flow.pretransform;

import java.util.ArrayList;
import java.util.List;
import rivulet.flow.spline.RationalQuadraticSpline;
import rivulet.random.NormalDistribution;

/**
 * The map of one channel of pixels from [0,1] onto [0,1] that makes room for atoms. The cell of an
 * atom, the interval of 1/256 that dequantisation fills evenly, becomes a normal distribution cut
 * at ±{@value #CUT} deviations, whose width grows with the atom's mass; the cells of all other
 * values share the rest evenly, by a straight line. A flat background is then a product of normal
 * distributions, which the wavelet and the flow leave as it is, where evenly filled cells would be
 * a polytope with edges.
 *
 * <pre>
 *   width of an atom's image   w_a = MASS·m_a + (1 − MASS)/256       m_a: share of the pixels
 *   slope of the line          s   = (1 − Σ w_a)·256/(256 − atoms)
 *   in the cell, 0 ≤ u ≤ 1     y   = y_a + w_a·(½ + Φ⁻¹(Φ(−CUT) + u·(1 − 2Φ(−CUT)))/(2 CUT))
 * </pre>
 *
 * <p>As a monotone spline: knots equally spaced in y within a cell, none on the line. Where an atom
 * meets the line or another atom the slope is the geometric mean of those on either side.
 */
final class AtomSpline {
  static final double CUT = 2.5;

  /** Part of an atom's mass that its image is wide; the other part is that of any value. */
  static final double MASS = 0.5;

  /** Intervals of a cell. */
  private static final int INTERVALS = 16;

  /** Part of a cell beside an atom's in which the slope goes over to that of the line. */
  private static final double JOINT = 1.0 / 8;

  private static final double BELOW = NormalDistribution.cumulative(-CUT);
  private static final double WITHIN = 1 - 2 * BELOW;

  /** Values of a pixel: 256, or fewer of fewer bits, whose cells are wider. */
  private final int values;

  private final boolean[] atom;

  /** Of the image of each value's cell. */
  private final double[] width;

  /** An atom holds at least 1/100 of the mass: there are other values, and room for them. */
  private final double lineSlope;

  private final List<double[]> knots = new ArrayList<>();

  private AtomSpline(PixelHistogram histogram, int channel) {
    values = histogram.values();
    atom = new boolean[values];
    width = new double[values];
    double rest = 1;
    int others = values;
    for (int value = 0; value < values; value++) {
      atom[value] = histogram.isAtom(channel, value);
      if (atom[value]) {
        width[value] = MASS * histogram.share(channel, value) + (1 - MASS) / values;
        rest -= width[value];
        others--;
      }
    }
    lineSlope = rest * values / others;
    for (int value = 0; value < values; value++) {
      width[value] = atom[value] ? width[value] : lineSlope / values;
    }
  }

  /** The spline of one channel. */
  static RationalQuadraticSpline of(PixelHistogram histogram, int channel) {
    return new AtomSpline(histogram, channel).build();
  }

  /** The maps of all channels, with equally many knots. */
  static Cdf all(PixelHistogram histogram, int channels) {
    List<RationalQuadraticSpline> splines = new ArrayList<>();
    int most = 0;
    for (int c = 0; c < channels; c++) {
      splines.add(of(histogram, c));
      most = Math.max(most, splines.getLast().knots());
    }
    int knots = most;
    splines.replaceAll(spline -> filledUp(spline, knots));
    return new Cdf(splines);
  }

  /** The same function with so many knots: more of them on its longest line. */
  private static RationalQuadraticSpline filledUp(RationalQuadraticSpline spline, int knots) {
    RationalQuadraticSpline result = spline;
    while (result.knots() < knots) {
      double[] x = result.positions();
      int widest = 0;
      for (int k = 1; k < x.length - 1; k++) {
        if (x[k + 1] - x[k] > x[widest + 1] - x[widest]) {
          widest = k;
        }
      }
      double at = 0.5 * (x[widest] + x[widest + 1]);
      result =
          new RationalQuadraticSpline(
              inserted(x, widest, at),
              inserted(result.values(), widest, result.value(at)),
              inserted(result.slopes(), widest, result.derivative(at)));
    }
    return result;
  }

  private static double[] inserted(double[] values, int after, double value) {
    double[] longer = new double[values.length + 1];
    System.arraycopy(values, 0, longer, 0, after + 1);
    longer[after + 1] = value;
    System.arraycopy(values, after + 1, longer, after + 2, values.length - after - 1);
    return longer;
  }

  private RationalQuadraticSpline build() {
    double y = 0;
    knot(0, 0, edgeSlope(0));
    for (int value = 0; value < values; value++) {
      double x = (double) value / values;
      if (value > 0 && (atom[value - 1] || atom[value])) {
        knot(x, y, Math.sqrt(edgeSlope(value - 1) * edgeSlope(value)));
      }
      if (atom[value]) {
        cell(value, x, y);
      } else {
        line(value, x, y);
      }
      y += width[value];
    }
    knot(1, 1, edgeSlope(values - 1));
    return new RationalQuadraticSpline(column(0), column(1), column(2));
  }

  /** Between the edges of an atom's cell. */
  private void cell(int value, double x, double y) {
    for (int i = 1; i < INTERVALS; i++) {
      double z = CUT * (2.0 * i / INTERVALS - 1);
      double share = (NormalDistribution.cumulative(z) - BELOW) / WITHIN;
      knot(x + share / values, y + width[value] * i / INTERVALS, cellSlope(value, z));
    }
  }

  /** Where the line goes over to atoms on either side of a value. */
  private void line(int value, double x, double y) {
    if (value > 0 && atom[value - 1]) {
      knot(x + JOINT / values, y + JOINT * width[value], lineSlope);
    }
    if (value < values - 1 && atom[value + 1]) {
      knot(x + (1 - JOINT) / values, y + (1 - JOINT) * width[value], lineSlope);
    }
  }

  /** The slope of a value's own part of the map at the edges of its cell. */
  private double edgeSlope(int value) {
    return atom[value] ? cellSlope(value, CUT) : lineSlope;
  }

  private double cellSlope(int value, double z) {
    double density = StrictMath.exp(-0.5 * z * z - NormalDistribution.LOG_ROOT_TWO_PI) / WITHIN;
    return width[value] * values / (2 * CUT * density);
  }

  private void knot(double x, double y, double slope) {
    knots.add(new double[] {x, y, slope});
  }

  private double[] column(int number) {
    return knots.stream().mapToDouble(knot -> knot[number]).toArray();
  }
}
