/**
 * What users do, as our side of a comparison: updates of {@link rivulet.training.Training}, and
 * likelihoods and samples of a {@link rivulet.Model}, through the calls that they make.
 */
package rivulet.perf.task;
