/**
 * Figures of a density for print: in the plane a heat map with contours and axes, points, and
 * arrows of a vector field; on the line a curve, flow lines, and the mass between two of them.
 *
 * <p>{@link rivulet.inspect.plane.DensityPicture} and {@link rivulet.inspect.plane.LinePicture} are
 * given numbers and lay the figure out once, on a {@link rivulet.inspect.plane.Canvas}: pixels, or
 * an SVG file whose lines and texts stay such.
 *
 * <p>Invariants: the same numbers give the same file, whatever the locale; an SVG file is
 * well-formed and refers to nothing outside itself. The pixels of texts depend on the fonts of the
 * machine, and without any font there are none.
 */
package rivulet.inspect.plane;
