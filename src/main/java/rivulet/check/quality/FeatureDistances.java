package rivulet.check.quality;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import rivulet.data.format.NpyNumbers;

/**
 * Distances between features of samples and features of images, both computed elsewhere by one
 * network, and the same between the two halves of the images' features.
 *
 * @param rows of samples
 * @param referenceRows of images
 * @param features of each, D
 * @param frechet squared Fréchet distance
 * @param frechetFloor of the halves; empty where they have no more rows than features. Halves have
 *     fewer rows, for which it is larger
 * @param kernel without bias
 * @param kernelFloor of the halves
 */
public record FeatureDistances(
    int rows,
    int referenceRows,
    int features,
    double frechet,
    OptionalDouble frechetFloor,
    KernelDistance kernel,
    KernelDistance kernelFloor) {

  /**
   * Reads NPY tables of N × D and measures.
   *
   * @param threads workers; change no bit
   * @throws rivulet.data.DataException if a file cannot be read, or a number is not finite
   * @throws IllegalArgumentException for different D, or no more rows than features
   */
  public static FeatureDistances of(Path samples, Path reference, int threads) {
    return of(NpyNumbers.read(samples), NpyNumbers.read(reference), threads);
  }

  /** Measures tables. */
  public static FeatureDistances of(double[][] samples, double[][] reference, int threads) {
    double frechet = FrechetDistance.squared(samples, reference);
    requireHalves(reference.length);
    int half = reference.length / 2;
    double[][] first = Arrays.copyOf(reference, half);
    double[][] second = Arrays.copyOfRange(reference, half, reference.length);
    int features = reference[0].length;
    return new FeatureDistances(
        samples.length,
        reference.length,
        features,
        frechet,
        half > features
            ? OptionalDouble.of(FrechetDistance.squared(first, second))
            : OptionalDouble.empty(),
        KernelDistance.of(samples, reference, threads),
        KernelDistance.of(first, second, threads));
  }

  private static void requireHalves(int rows) {
    if (rows < 2 * KernelDistance.FEWEST) {
      throw new IllegalArgumentException(
          "features: at least %d rows of reference are compared, found %d: give more"
              .formatted(2 * KernelDistance.FEWEST, rows));
    }
  }
}
