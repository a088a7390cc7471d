package rivulet.flow;

/**
 * Weights of one image's loss {@code −logLikelihood·log p + kinetic·KE + jacobian·JF} at a level,
 * KE and JF summed over blocks.
 */
public record LossWeights(double logLikelihood, double kinetic, double jacobian) {}
