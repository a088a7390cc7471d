/**
 * Noise as a pure function of its key.
 *
 * <p>Every random number of a run is named by (seed, purpose, epoch, image, level, block, probe)
 * and its place in the sequence; nothing else decides its bits. There is no shared state, so the
 * number of threads, the order of work, a resumed run or a skipped image change nothing. The room
 * serves the dequantisation noise u and its bound (docs/mathematics.md section 2), the probes ε of
 * the divergence estimate (section 3), the base samples z ~ N(0, I) and the end times of training.
 *
 * <p>Method: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011 (Philox4x32-10), followed by
 *
 * <pre>
 *   uniform     u = ⌊w / 2¹¹⌋ · 2⁻⁵³                         w: 64 bits, 0 ≤ u &lt; 1
 *   gaussian    (√(−2 ln v) cos φ, √(−2 ln v) sin φ)          v in (0, 1], φ uniform on the circle
 *   sign        ±1 from one bit
 *   index       Lemire's multiply and reject                  unbiased below any bound
 * </pre>
 *
 * <p>Invariants: the codes of {@link rivulet.random.Purpose}, the derivation of the streams and the
 * order of the words are a numerics contract, pinned by digests in the tests; a stream allocates
 * nothing after its construction and belongs to one thread at a time.
 *
 * <p>{@link rivulet.random.NormalDistribution} has N(0,1)'s distribution function and its inverse.
 *
 * <p>Start reading at {@link rivulet.random.NoiseStream}.
 */
package rivulet.random;
