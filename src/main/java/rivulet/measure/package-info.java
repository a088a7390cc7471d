/**
 * What a model is worth: likelihoods with their errors ({@link rivulet.measure.Evaluation}), audits
 * by other solvers, the way there and back, and samples ({@link rivulet.measure.Decoding}); out of
 * distribution: {@link rivulet.measure.ood}. {@link rivulet.measure.Practice} is where a
 * measurement may be done otherwise. Trains nothing.
 */
package rivulet.measure;
