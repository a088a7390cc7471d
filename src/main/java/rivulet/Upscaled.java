package rivulet;

import java.nio.file.Path;
import rivulet.measure.FinerImage;
import rivulet.store.NpyWriter;

/**
 * A finer image of a given one.
 *
 * @param values planar, before clipping to [0,1): under the model's pixel transform the means of
 *     its blocks are the given pixels exactly; not copied
 * @param image as bytes, clipped without changing those means
 * @param clipped values that lay outside [0,1)
 * @param pixels how far means of blocks are from the given pixels
 * @param transformed the same under the model's pixel transform, in its units
 * @param evaluations of the vector fields, over all levels
 * @param transfers what a backend did for it
 */
public record Upscaled(
    double[] values,
    Images image,
    long clipped,
    Errors pixels,
    Errors transformed,
    long evaluations,
    Backend.Transfers transfers) {
  /**
   * How far means of blocks are from what they should be, at most.
   *
   * @param before clipping and rounding
   * @param after both
   */
  public record Errors(double before, double after) {
    static Errors of(FinerImage.Errors errors) {
      return new Errors(errors.before(), errors.after());
    }
  }

  /** Writes the values before clipping as NPY: float32, 1 × C × H × W; whole or not at all. */
  public void writeNpy(Path file) {
    NpyWriter.floats(
        file,
        new long[] {1, image.channels(), image.height(), image.width()},
        new double[][] {values});
  }
}
