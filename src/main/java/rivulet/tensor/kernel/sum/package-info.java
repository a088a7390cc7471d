/**
 * Sums of long vectors (gradients) over numbered groups of images, in float64 and in a tree that
 * the number of groups alone decides, as {@link rivulet.parallel} says: equal bits for any order of
 * arrival and any number of threads. Start reading at {@link
 * rivulet.tensor.kernel.sum.SummationTree}.
 */
package rivulet.tensor.kernel.sum;
