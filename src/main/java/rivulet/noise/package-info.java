/**
 * Dequantisation: how bytes become points of [0,1). {@link rivulet.noise.Dequantisation} is the
 * density q(u|X), uniform, truncated-normal or variational; {@link rivulet.noise.Dequantiser} reads
 * images with it. No files.
 */
package rivulet.noise;
