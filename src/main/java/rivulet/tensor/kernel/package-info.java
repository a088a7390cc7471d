/**
 * Numerical kernels on native memory: the only room that knows vector instructions.
 *
 * <p><b>Where to start.</b> {@link rivulet.tensor.Shape} and {@link rivulet.tensor.Layout} say how
 * an image lies in memory, {@link rivulet.tensor.Workspace} gives the memory. {@link Elementwise},
 * {@link Activations} and {@link Reductions} work on runs of floats, {@link Circular} has sine and
 * cosine of single numbers, {@link rivulet.tensor.kernel.convolution.Convolution} and {@link
 * rivulet.tensor.kernel.convolution.KernelGradient} on an {@link
 * rivulet.tensor.kernel.convolution.ImageBatch} of whole images, {@link
 * rivulet.tensor.kernel.gemm.Gemm} and {@link rivulet.tensor.kernel.gemm.NewtonSchulz} on {@link
 * rivulet.tensor.kernel.gemm.Matrix} views. {@link Tuning} holds what can be tuned.
 *
 * <p><b>Layout.</b> Pixels × channels, the channels of a pixel contiguous. From 16 channels on they
 * are padded with zeros to a multiple of 16; fewer are dense. Images that a 3×3 kernel reads have a
 * border of zeros, one more row or column below and right of an odd extent; kernels write pixels
 * only, so a border once zero stays zero. Every operand is a native segment and a byte offset; heap
 * segments are refused, since one of them slows every kernel down for the life of the JVM.
 *
 * <p><b>Convolution.</b> {@code y[o,p] = Σ w[o,i,tap]·x[i,p+tap]} with stride 1 and a zero border,
 * 3×3 or 1×1. A kernel is packed once per parameter update, for the convolution or for its adjoint
 * by the input, and then serves any number of calls:
 *
 * <table>
 * <caption>which algorithm, by channels, extent and {@link Tuning} alone</caption>
 * <tr><th>algorithm</th><th>when</th><th>how</th></tr>
 * <tr><td>winograd-2x2</td><td>3×3, both sides at least 16 channels, extent at least 2</td>
 * <td>F(2×2, 3×3), Lavin and Gray, arXiv 1509.09308: 16 products of all tiles of the batch</td></tr>
 * <tr><td>winograd-4x4</td><td>instead, if tuned so and its tiles cover at most one and a half
 * times as many pixels</td><td>F(4×4, 3×3) for the points 0, ±5/8, ±3/2, ∞: 36 products</td></tr>
 * <tr><td>narrow</td><td>fewer than 16 outputs</td>
 * <td>one product to (taps × outputs) columns, then nine are gathered per output</td></tr>
 * <tr><td>direct</td><td>otherwise</td><td>one product per image row, without im2col</td></tr>
 * <tr><td>cuda, openblas</td><td>before all others, if {@link Tuning} has an {@link Offload} whose
 * threshold the shape reaches</td><td>nine products of shifted views of the whole batch, added up
 * where {@link OffloadBackend} computes; no bits are promised</td></tr>
 * </table>
 *
 * <p><b>Bands.</b> Rows of outputs, of tiles or pixels, do not depend on each other. {@link
 * rivulet.tensor.kernel.convolution.Band} says which of them a call computes, the same ones of
 * every image in the batch; several workers with a band and a scratch each make up the whole call.
 * Narrow convolutions compute the contributions of one row beyond the band again. Backends, and
 * images of one pixel, are never split.
 *
 * <p><b>Bits.</b> Same operands, same bits, for any vector width, JIT state, thread and place in
 * memory. So every output element of a product is one chain of fused multiply-adds in a fixed order
 * (blocks of fixed length where chains are long), whatever tile or band computes it; reductions run
 * over 16 virtual lanes and a fixed tree; exponentials and their kin are own polynomials. A change
 * of algorithm changes bits and belongs to the configuration.
 *
 * <p><b>Precision.</b> u = 2⁻²⁴; relative means to Σ|a·b| of the element:
 *
 * <table>
 * <caption>bounds and the tests that hold them</caption>
 * <tr><th>kernel</th><th>bound</th><th>test</th></tr>
 * <tr><td>elementwise</td><td>equal to the scalar reference, bit for bit</td>
 * <td>ElementwiseParityTest</td></tr>
 * <tr><td>activations</td><td>0.9 to 5.5 ulp, see {@link Activations}</td>
 * <td>ActivationAccuracyTest</td></tr>
 * <tr><td>reductions</td><td>float64 in a fixed tree, bit for bit</td>
 * <td>ReductionsParityTest</td></tr>
 * <tr><td>{@link rivulet.tensor.kernel.gemm.Gemm}</td><td>its chains bit for bit; 6 u relative up to 1024 terms</td>
 * <td>GemmParityTest</td></tr>
 * <tr><td>register tiles</td><td>one chain per element, bit for bit</td><td>TileParityTest</td></tr>
 * <tr><td>{@link rivulet.tensor.kernel.gemm.NewtonSchulz}</td><td>64 u absolute, singular values being near 1</td>
 * <td>NewtonSchulzParityTest</td></tr>
 * <tr><td>bands of convolutions</td><td>together the whole, bit for bit</td>
 * <td>BandParityTest</td></tr>
 * <tr><td>convolutions, but for winograd-4x4</td><td>6 u relative up to 576 terms</td>
 * <td>ConvolutionParityTest</td></tr>
 * <tr><td>convolution, winograd-4x4</td><td>24 u relative; root mean square error 1.8 to 2.3 times
 * direct</td><td>WinogradFourParityTest, WinogradAccuracyTest</td></tr>
 * <tr><td>convolution, winograd-2x2</td><td>root mean square error below direct</td>
 * <td>WinogradAccuracyTest</td></tr>
 * <tr><td>kernel gradients</td><td>6 u relative (winograd-2x2: to the largest of nine taps)</td>
 * <td>KernelGradientParityTest</td></tr>
 * <tr><td>kernel gradient, winograd-4x4</td><td>24 u relative to the largest of nine taps; root
 * mean square error up to 3.7 times direct</td><td>KernelGradientParityTest,
 * WinogradAccuracyTest</td></tr>
 * <tr><td>convolutions and kernel gradients of a backend</td><td>6 u relative up to 576 terms on
 * OpenBLAS and the test device</td><td>OffloadParityTest</td></tr>
 * <tr><td>the three products of a convolution</td><td>equal within u relative</td>
 * <td>ConvolutionAdjointTest</td></tr>
 * <tr><td>all</td><td>same bits at 128, 256 and 512 bits and when interpreted</td>
 * <td>WidthTest, ConvolutionWidthTest</td></tr>
 * <tr><td>all</td><td>no byte of heap per call, with the launcher's flags</td>
 * <td>KernelAllocationTest, ConvolutionAllocationTest</td></tr>
 * </table>
 *
 * <p><b>Heap.</b> That a call leaves nothing on the heap is promised for a JVM with the launcher's
 * flags, {@code -XX:-TieredCompilation -XX:CompileThresholdScaling=0.2
 * -XX:PerMethodTrapLimit=100000} and the inlining of slices below; the tests that hold it start
 * such a JVM each. With C1 the kernels compute the same bits, but now and then some of them go on
 * boxing (seen: four of 68 in one run of seven, up to 12 MB per call), so a program that embeds
 * this one sets these flags too.
 *
 * <p><b>Writing a kernel.</b> Read {@link Lanes} first: loops call the Vector API only, never a
 * method of ours that takes or returns vectors. A register tile that handed its accumulators to
 * such a method ran at 10 GFLOP/s instead of 110, because they were boxed in every pass of the
 * loop; one that also added to C was refused by C1 ("out of virtual registers") and then, in some
 * runs, never reached C2, so {@link rivulet.tensor.kernel.gemm.Tiles} takes it only where C1 is
 * off. {@code -XX:+PrintCompilation} shows the second, an allocation test the first.
 *
 * <p>A kernel that is fast in one process and three times slower in another, without boxing, has
 * virtual calls in its loop: {@code -XX:CompileCommand=PrintInlining,CLASS::METHOD} says "callee
 * changed to … TypeProfile" at {@code isReadOnly} or {@code byteSize}. C2 adds up, over all methods
 * that it inlines into a kernel, how often code compiled for them had to be given up for a class
 * that it did not expect, and trusts no type profile once the sum reaches {@code
 * PerMethodTrapLimit} (100). The small methods of the Vector API meet many classes while they are
 * still compiled by themselves, and a kernel inlines them hundreds of times; the launcher therefore
 * sets a high limit, and so should any program that embeds this one. Measured: the evaluation of a
 * block fell from 0.42 to 0.37 ms.
 *
 * <p>Slices of segments cost nothing as long as C2 inlines {@code asSlice} into the tile that makes
 * them. Where that method is compiled by itself before its counters mean anything, every later
 * caller finds "low call site frequency" and the slices are put on the heap: 2 MB per gradient of
 * an image in one start of 25, at no other cost. The launcher orders the inlining ({@code
 * -XX:CompileCommand=inline,jdk.internal.foreign.AbstractMemorySegmentImpl::asSlice*}), the build
 * does for its tests, and so should any program that embeds this one.
 */
package rivulet.tensor.kernel;
