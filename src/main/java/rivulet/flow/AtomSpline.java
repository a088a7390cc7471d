package rivulet.flow;

import java.util.ArrayList;
import java.util.List;
import rivulet.random.NormalDistribution;

/**
 * The map of one channel of pixels from [0,1] onto [0,1] that makes room for atoms. The cell of an
 * atom, an interval of 1/256 that dequantisation fills evenly, becomes a normal distribution cut at
 * ±{@value #CUT} deviations, whose width grows with the atom's mass; between atoms the map is
 * linear. A flat background is then a product of normal distributions, which the wavelet and the
 * flow leave as it is, where evenly filled cells would be a polytope with edges.
 *
 * <p>As a monotone spline: in a cell, the standard normal quantile at knots equally spaced in its
 * value; one straight line between atoms.
 */
final class AtomSpline {
  static final double CUT = 2.5;

  /** Width of an atom's image: so much of its mass, and the rest as if no value had more. */
  static final double MASS = 0.5;

  /** Intervals of a cell. */
  private static final int INTERVALS = 16;

  /** Part of a cell beside an atom's in which the slope goes over to that of the line. */
  private static final double JOINT = 1.0 / 8;

  private final PixelHistogram histogram;
  private final int channel;
  private final double lineSlope;
  private final List<double[]> knots = new ArrayList<>();

  private AtomSpline(PixelHistogram histogram, int channel) {
    this.histogram = histogram;
    this.channel = channel;
    double taken = 0;
    int lines = PixelHistogram.VALUES;
    for (int value = 0; value < PixelHistogram.VALUES; value++) {
      if (histogram.isAtom(channel, value)) {
        taken += width(value);
        lines--;
      }
    }
    this.lineSlope = lines == 0 ? 1 : (1 - taken) * PixelHistogram.VALUES / lines;
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

  private double width(int value) {
    return MASS * histogram.share(channel, value) + (1 - MASS) / PixelHistogram.VALUES;
  }

  private RationalQuadraticSpline build() {
    double y = 0;
    boolean before = false;
    for (int value = 0; value < PixelHistogram.VALUES; value++) {
      double x = (double) value / PixelHistogram.VALUES;
      boolean atom = histogram.isAtom(channel, value);
      if (atom) {
        cell(value, x, y);
        y += width(value);
      } else {
        boolean after = value + 1 < PixelHistogram.VALUES && histogram.isAtom(channel, value + 1);
        line(value, x, y, before, after);
        y += lineSlope / PixelHistogram.VALUES;
      }
      before = atom;
    }
    double[] last = knots.getLast();
    if (last[0] < 1) {
      knots.add(new double[] {1, 1, lineSlope});
    }
    return new RationalQuadraticSpline(column(0), column(1), column(2));
  }

  private void line(int value, double x, double y, boolean before, boolean after) {
    double joint = JOINT / PixelHistogram.VALUES;
    if (value == 0) {
      knots.add(new double[] {0, 0, lineSlope});
    }
    if (before) {
      knots.add(new double[] {x + joint, y + joint * lineSlope, lineSlope});
    }
    if (after) {
      double at = 1.0 / PixelHistogram.VALUES - joint;
      knots.add(new double[] {x + at, y + at * lineSlope, lineSlope});
    }
  }

  private void cell(int value, double x, double y) {
    double width = width(value);
    double below = NormalDistribution.cumulative(-CUT);
    double mass = 1 - 2 * below;
    for (int i = 0; i <= INTERVALS; i++) {
      double z = CUT * (2.0 * i / INTERVALS - 1);
      double share = (NormalDistribution.cumulative(z) - below) / mass;
      double density = StrictMath.exp(-0.5 * z * z - NormalDistribution.LOG_ROOT_TWO_PI) / mass;
      double slope = width * PixelHistogram.VALUES / (2 * CUT * density);
      boolean first = i == 0;
      boolean shared = first ? value > 0 : i == INTERVALS && value < PixelHistogram.VALUES - 1;
      if (shared) {
        slope = Math.sqrt(slope * lineSlope);
      }
      if (first && !knots.isEmpty() && knots.getLast()[0] >= x) {
        knots.removeLast(); // the end of the atom before
      }
      double at = i == INTERVALS ? 1 : share;
      knots.add(new double[] {x + at / PixelHistogram.VALUES, y + width * i / INTERVALS, slope});
    }
  }

  private double[] column(int number) {
    return knots.stream().mapToDouble(knot -> knot[number]).toArray();
  }
}
