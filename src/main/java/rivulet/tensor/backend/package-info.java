/**
 * Backends of {@link rivulet.tensor.kernel.OffloadBackend} in C libraries, and the configuration
 * that chooses one. Results of a backend are outside the bits contract; model files say which one
 * was used.
 *
 * <p><b>Where to start.</b> {@link rivulet.tensor.backend.Offloading} is the choice as data, {@link
 * rivulet.tensor.backend.OpenBackend} the choice in effect. {@link
 * rivulet.tensor.backend.OpenBlasGemm} is the same way without a device, {@link
 * rivulet.tensor.backend.CudaGemm} with one. What is computed there is written in the room above:
 * {@code OffloadedConvolution} and {@code OffloadedKernelGradient}.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>No silent fall-back: a backend that cannot be had is an exception with the reason.
 *   <li>Every thread that works at the same time has a queue of its own: stream, context, buffers.
 *       Queues are made when they are first needed and freed with the backend.
 *   <li>A failed call surfaces as {@link rivulet.nativebindings.NativeCallException}; closing the
 *       backend afterwards frees everything that was allocated, whatever failed.
 *   <li>Weights cross once per update of the parameters; images and results cross per product.
 *   <li>A call allocates no heap once buffers have their size.
 * </ul>
 */
package rivulet.tensor.backend;
