/**
 * How good samples are, beside images that the model has not seen. No number of this room is worth
 * anything without its floor: the same number between two sets of as many images.
 *
 * <table>
 * <caption>Distances between two sets</caption>
 * <tr><th>class</th><th>sees</th><th>does not see</th></tr>
 * <tr><td>{@link rivulet.check.quality.SlicedWasserstein}</td><td>positions and spread along random
 * directions, in pixel values</td><td>what few directions of many show, such as sharp
 * edges</td></tr>
 * <tr><td>{@link rivulet.check.quality.PyramidParts}, each part of it by sliced Wasserstein</td>
 * <td>at which resolution samples differ</td><td></td></tr>
 * <tr><td>{@link rivulet.check.quality.KernelDistance}</td><td>all moments up to the third; without
 * bias at any number of points, with a standard error</td><td>higher moments</td></tr>
 * <tr><td>{@link rivulet.check.quality.FrechetDistance}</td><td>means and covariances, of features
 * that somebody else has computed</td><td>what the features do not show; too large for few
 * points</td></tr>
 * <tr><td>{@link rivulet.check.quality.NearestImages}</td><td>samples that repeat training images
 * </td><td></td></tr>
 * </table>
 *
 * <p>None depends on the number of threads. Start reading at {@link
 * rivulet.check.quality.Distances}.
 */
package rivulet.check.quality;
