/**
 * Dequantisation: how bytes become points of [0,1). {@link rivulet.noise.Dequantisation} is the
 * density q(u|X), uniform, truncated-normal or variational; {@link rivulet.noise.Dequantiser} reads
 * images with it. A new noise is a Dequantisation, a {@link rivulet.noise.DequantisationKind} that
 * fits it, and its numbers in the store room's {@code DequantisationTensors}; the compiler names
 * every place but the names that {@code cli.option.Values} offers. Copy {@code TruncatedNormal} and
 * its fit. Noise as random numbers is {@link rivulet.random}.
 */
package rivulet.noise;
