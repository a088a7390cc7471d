package rivulet.measure.ood;

import java.util.Arrays;
import java.util.stream.IntStream;
import rivulet.flow.PixelShares;
import rivulet.measure.Evaluation;
import rivulet.parallel.ScalarSum;

/**
 * The exact divergence of each image by pixel, integrated along its way through all blocks and
 * levels, in bits/dim: m(p) = −Σ ∫ ∂f_i/∂z_i dt / (C ln 2) over the entries i of pixel p, what an
 * entry of a coarser level has being divided among the pixels that it covers. Positive where the
 * flow contracts, which costs bits. The mean of a map over its pixels is −log₂ |det| of the flow,
 * over the image's values.
 *
 * @param maps image by image, row by row; not copied
 */
public record DivergenceMaps(double[][] maps) {
  /**
   * Of an evaluation with maps.
   *
   * @throws IllegalStateException if maps were not asked for
   */
  static DivergenceMaps of(Evaluation of) {
    double[][] maps = new double[of.images()][];
    Arrays.setAll(maps, n -> map(of, n));
    return new DivergenceMaps(maps);
  }

  private static double[] map(Evaluation of, int image) {
    PixelShares all = PixelShares.ofImage(of.spec(), level -> of.pixelBits(level, image));
    all.scale(1.0 / of.spec().pyramid().channels());
    return all.logDet();
  }

  /** Of each image its mean over pixels. */
  double[] means() {
    return Arrays.stream(maps).mapToDouble(DivergenceMaps::mean).toArray();
  }

  private static double mean(double[] values) {
    return ScalarSum.sum(values, values.length) / values.length;
  }

  /** Of each image the deviation over its pixels, as of a population. */
  double[] deviations() {
    double[] level = new double[maps[0].length];
    return Arrays.stream(maps)
        .mapToDouble(map -> {
          Arrays.fill(level, mean(map));
          return distance(map, level);
        })
        .toArray();
  }

  /** Of each image the root of the mean squared difference from another map. */
  double[] distances(double[] from) {
    return Arrays.stream(maps).mapToDouble(map -> distance(map, from)).toArray();
  }

  private static double distance(double[] a, double[] b) {
    double[] squares = new double[a.length];
    Arrays.setAll(squares, p -> (a[p] - b[p]) * (a[p] - b[p]));
    return Math.sqrt(mean(squares));
  }

  /** Pixel by pixel the mean over the images. */
  double[] meanMap() {
    return IntStream.range(0, maps[0].length)
        .mapToDouble(p -> mean(Arrays.stream(maps).mapToDouble(map -> map[p]).toArray()))
        .toArray();
  }
}
