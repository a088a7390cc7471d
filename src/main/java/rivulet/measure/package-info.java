/**
 * What a model is worth: likelihoods with their errors ({@link rivulet.measure.Evaluation}), audits
 * by other solvers, the way there and back, and samples ({@link rivulet.measure.Decoding}). Trains
 * nothing.
 */
package rivulet.measure;
