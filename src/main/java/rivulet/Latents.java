package rivulet;

/**
 * Where a model takes an image: under the model every entry is N(0,1), independent of the others.
 *
 * @param levels by level from the coarsest, planar; the arrays are not copied
 */
public record Latents(double[][] levels) {}
