package rivulet.check.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * How far two sets of images are apart, by pixel values of [0, 1].
 *
 * @param slicedWasserstein of whole images
 * @param kernel of whole images
 * @param levels of the pyramid, the finest first; none of one level
 */
public record Distances(double slicedWasserstein, KernelDistance kernel, List<Level> levels) {

  /** Sliced Wasserstein distances at one level of the pyramid, as {@link PyramidParts} splits. */
  public record Level(int level, double coarse, double details) {}

  /**
   * How it is measured.
   *
   * @param parts of the pyramid
   * @param projections random directions, the same for all distances
   * @param seed of the directions
   * @param threads workers; change no bit
   */
  public record Measure(PyramidParts parts, int projections, long seed, int threads) {

    /**
     * Measures.
     *
     * @param images planar
     * @param reference as many, planar
     */
    public Distances between(double[][] images, double[][] reference) {
      List<PyramidParts.Part> left = parts.split(images);
      List<PyramidParts.Part> right = parts.split(reference);
      List<Level> levels = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        levels.add(
            new Level(
                left.get(i).level(),
                sliced(left.get(i).coarse(), right.get(i).coarse()),
                sliced(left.get(i).details(), right.get(i).details())));
      }
      return new Distances(
          sliced(images, reference), KernelDistance.of(images, reference, threads), levels);
    }

    private double sliced(double[][] a, double[][] b) {
      return SlicedWasserstein.distance(a, b, projections, seed);
    }
  }

  public Distances {
    levels = List.copyOf(levels);
  }
}
