package rivulet;

/**
 * ln p of a dequantised image and how it changes with the pixels.
 *
 * @param logLikelihood ln p(x) in nats, x in [0,1)
 * @param byPixel ∂ ln p(x)/∂x, planar; not copied
 */
public record Gradient(double logLikelihood, double[] byPixel) {}
