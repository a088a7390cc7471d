/**
 * The wavelet pyramid: an image becomes a coarsest image and, level by level, the details that were
 * lost in each halving (docs/mathematics.md, section 1).
 *
 * <p>Per channel and 2×2 block x1 = top left, x2 = top right, x3 = bottom left, x4 = bottom right,
 * with the detail divisor c and the coarse divisor a of the chosen {@link rivulet.wavelet.Wavelet}:
 *
 * <pre>
 *   y1 = (x1+x2−x3−x4)/c   y2 = (x1−x2+x3−x4)/c   y3 = (x1−x2−x3+x4)/c   x̄ = (x1+x2+x3+x4)/a
 *   x1 = (a·x̄ + c·(y1+y2+y3))/4      x2 = (a·x̄ + c·(y1−y2−y3))/4
 *   x3 = (a·x̄ + c·(−y1+y2−y3))/4     x4 = (a·x̄ + c·(−y1−y2+y3))/4
 *   ln |det| per block = ln 16 − ln a − 3·ln c
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Images are planar, channels × height × width, rows from top to bottom, in float64.
 *   <li>Detail channels are ordered y1 of every channel, then y2, then y3.
 *   <li>Level 0 is the coarsest. S levels divide S − 1 times. Level l ≥ 1 holds 3C detail channels
 *       and is conditioned by the C-channel coarse image of the same height and width.
 *   <li>For {@code unimodular} and {@code haar} the coarse image is a mean: it stays in [0,1].
 *   <li>Sums have one fixed order and no call allocates, {@link
 *       rivulet.wavelet.WaveletPyramid#newCoefficients()} apart.
 * </ul>
 *
 * <p>Start with {@link rivulet.wavelet.Wavelet}, then {@link rivulet.wavelet.WaveletPyramid}.
 */
package rivulet.wavelet;
