/**
 * Images in memory: what shape they have, how they lie there, and who owns the memory; the rooms
 * below it compute on them.
 *
 * <p><b>Where to start.</b> {@link rivulet.tensor.Shape} is channels, height and width; {@link
 * rivulet.tensor.Layout} says where each number lies; a {@link rivulet.tensor.Workspace} gives the
 * memory, and a {@link rivulet.tensor.Tensor} is one image in it. {@link
 * rivulet.tensor.KernelShape} and {@link rivulet.tensor.Activation} name what a layer of a network
 * is made of. This much is exported by the module; {@code rivulet.tensor.kernel}, the only room
 * with vector instructions, and {@code rivulet.tensor.backend}, GPU and OpenBLAS, are not.
 *
 * <p><b>Layout.</b> Pixels × channels, the channels of a pixel contiguous. From 16 channels on they
 * are padded with zeros to a multiple of 16; fewer are dense. Images that a 3×3 kernel reads have a
 * border of zeros. Memory is native: heap segments are refused, since one of them slows every
 * kernel down for the life of the JVM.
 */
package rivulet.tensor;
