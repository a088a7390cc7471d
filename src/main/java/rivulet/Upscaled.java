package rivulet;

/**
 * A finer image of a given one.
 *
 * @param values planar, before clipping to [0,1): under the model's pixel transform the means of
 *     its blocks are the given pixels exactly; not copied
 * @param image as bytes, clipped without changing those means
 */
public record Upscaled(double[] values, Images image) {}
