/**
 * Typed interfaces to C libraries through the foreign function API: the CUDA runtime and cuBLAS,
 * OpenBLAS, and the terminal. The room knows products of matrices in somebody's memory and nothing
 * of tensors, images or training; it depends on the JDK alone.
 *
 * <p><b>Where to start.</b> {@link rivulet.nativebindings.OpenBlas} is the smallest whole example:
 * {@code find} gives an {@link rivulet.nativebindings.Availability}, the library or the reason why
 * not; a {@link rivulet.nativebindings.StridedGemm} is what it computes. {@link
 * rivulet.nativebindings.CudaLibraries} finds the pair {@link rivulet.nativebindings.Cudart} and
 * {@link rivulet.nativebindings.Cublas}, {@link rivulet.nativebindings.CudaDevice} asks whether it
 * can compute. {@code README.md} of the module tells how to build, test and add a library.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>One class touches the linker, one class holds the handles of each library, and every status
 *       is checked: {@link rivulet.nativebindings.NativeCallException} names call, number and text.
 *   <li>Nothing is opened when a class is loaded. A library is looked for where {@link
 *       rivulet.nativebindings.LibraryFolder} says, when somebody asks, and stays open.
 *   <li>A call allocates no heap once compiled. Handles are fields of an instance, not constants:
 *       that costs about 10 ns per call, and lets a folder be chosen per call of {@code find}.
 *   <li>Addresses of device memory, streams and contexts are plain longs that their owner keeps;
 *       nothing here is freed by a collector.
 * </ul>
 */
package rivulet.nativebindings;
