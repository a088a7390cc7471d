/**
 * Optimal transport within a batch: which base sample each image flows from, so that the squared
 * way of all together is least ({@link rivulet.train.pairing.Pairing}).
 */
package rivulet.train.pairing;
