package rivulet.measure;

import java.util.OptionalDouble;

/**
 * Standard errors of a mean bits/dim.
 *
 * @param images over images, and with them over their noise and probes: the error of the result;
 *     NaN for a single image
 * @param draws the part of it that comes from the dequantisation noise of each image; empty if each
 *     had one draw only
 * @param probes the part that comes from the probes of the divergence: 0 if it is exact; empty if
 *     an image had one probe only, or probes that cannot be told apart
 */
public record StandardErrors(double images, OptionalDouble draws, OptionalDouble probes) {}
