/**
 * Convolutions and their gradients by the kernel: direct, narrow, Winograd's, or on a device.
 * {@link rivulet.tensor.kernel.convolution.Convolution#of} chooses, by shape and tuning alone.
 */
package rivulet.tensor.kernel.convolution;
