/**
 * Pictures of any size made into images of one: what is cut out ({@link
 * rivulet.data.resize.Framing}), and how many pixels become fewer ({@link
 * rivulet.data.resize.Resizing} by a {@link rivulet.data.resize.Filter}). The filter belongs to the
 * name of a data set: with another one the same pictures are other data, whose bits/dim differ by
 * tenths of a bit.
 *
 * <p>Nothing is made larger: pixels between pixels are not data. Sums are float64 in a stated
 * order, box averages are exact, so that the same pictures give the same bytes everywhere. Samples
 * are averaged as stored, without regard to gamma, as all usual data sets are made.
 */
package rivulet.data.resize;
