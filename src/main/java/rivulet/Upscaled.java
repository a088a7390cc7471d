package rivulet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rivulet.measure.FinerImage;
import rivulet.measure.Moments;
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
 * @param transfers what a backend did for it, and for those drawn with it before
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

  /**
   * Draws several finer images of one coarse image, from the latents that samples 0 … count − 1 of
   * the same seeds have: the first is that of {@link Model#upscale(Images, int, Sampling)}.
   *
   * @param levels to add, each doubling height and width
   * @param progress told the images drawn
   * @throws IllegalArgumentException as {@code upscale}, or for no image
   */
  public static List<Upscaled> several(
      Model model, Images coarse, int levels, int count, Sampling how, Progress progress) {
    Decoder.requireFiner(model.open().spec(), coarse, levels);
    if (count < 1) {
      throw new IllegalArgumentException(
          "upscale: must draw at least 1 finer image, asked " + count);
    }
    List<Upscaled> several = new ArrayList<>();
    try (Decoder decoder = new Decoder(model.open(), how)) {
      for (int number = 0; number < count; number++) {
        several.add(decoder.finer(coarse, levels, number));
        progress.done(number + 1, count);
      }
    }
    return List.copyOf(several);
  }

  /**
   * How far several finer images of one coarse image differ: the deviation of every value over
   * them, as of a population, planar.
   *
   * @throws IllegalArgumentException if there are none, or they are of different sizes
   */
  public static double[] deviations(List<Upscaled> several) {
    return Moments.deviations(values("deviations", several));
  }

  /** Writes the values before clipping as NPY: float32, 1 × C × H × W; whole or not at all. */
  public void writeNpy(Path file) {
    writeNpy(file, List.of(this));
  }

  /**
   * Writes the values of several: float32, N × C × H × W; whole or not at all.
   *
   * @throws IllegalArgumentException if there are none, or they are of different sizes
   */
  public static void writeNpy(Path file, List<Upscaled> several) {
    double[][] values = values("write", several);
    Images of = several.getFirst().image();
    NpyWriter.floats(
        file, new long[] {values.length, of.channels(), of.height(), of.width()}, values);
  }

  private static double[][] values(String what, List<Upscaled> several) {
    List<String> sizes = several.stream().map(each -> each.image().shape()).distinct().toList();
    if (sizes.size() != 1) {
      throw new IllegalArgumentException(
          "upscale: " + what + " takes finer images of one size, at least one, found " + sizes);
    }
    return several.stream().map(Upscaled::values).toArray(double[][]::new);
  }
}
