/**
 * Continuous normalizing flows over the levels of a wavelet pyramid (Voleti et al., arXiv
 * 2106.08462; docs/mathematics.md sections 2 and 3).
 *
 * <p>The pixels of an image x are mapped one by one, y = T(x) with a T per channel; y is split into
 * a coarse image and details, level by level; each level's data d has its own flow, conditioned on
 * the coarser image c:
 *
 * <pre>
 *   log p(x) = Σ_pixels ln T′(x) + Σ_levels [ log|det pre-transform| + Σ_blocks ∫ tr ∂f/∂z dt + log N(z_T; 0, I) ]
 *   dz/dt = f(t, z, c; θ)      z_0 = pre-transform(d)
 *   bits/dim = 8 − (log p(x) − log q(u|X)) / (D ln 2)      q: density of the pixels' noise
 * </pre>
 *
 * <p>T is the pixel transform, the identity by the name {@code none}. A black background is why
 * there is one: dequantisation fills the cell [0, 1/256) of black evenly, n black pixels are a
 * cube, and the wavelet turns that cube onto a corner. Coarse value and details then have a density
 * that is constant on a polytope and zero beyond its faces; a small smooth flow cannot carve that.
 * {@code AtomSpline} finds the values that stand out ({@link
 * rivulet.flow.pretransform.PixelHistogram}) and maps the cell of each onto a normal distribution
 * cut at 2.5 deviations: n such pixels are nearly an isotropic normal distribution, which is one in
 * any orthogonal basis. What Σ ln T′ gives, levels pay for with wider data; only the sum counts. T
 * is a spline with lines beyond [0,1], so ln T′ is exact everywhere and p a density on the whole
 * space.
 *
 * <p>With a pixel transform everything after it lives in its space: level 0 and the coarser images
 * that networks see are means of T(x), times the wavelet's gain; {@code upscale} keeps those means;
 * a level's own bits/dim is 8 − log p(level)/(D_l ln 2) with D_l its dimensions, and Σ D_l/D of
 * these misses the bits/dim of the image by −Σ ln T′/(D ln 2) and by the noise's density. Only
 * {@code atoms} keeps [0,1]; logarithms of the coarser image and a level's logit need that.
 *
 * <p>Networks may have residual layers, see sin 2πkt and cos 2πkt beside t, and see the image's
 * class as constant channels of the condition; all of it is part of the program, so that divergence
 * and gradients follow.
 *
 * <p>The divergence is computed forward in mode, as {@link rivulet.flow.network.Divergence} says:
 * estimated from ε·(Jε), with one probe ε kept for a whole block, or exactly. Kinetic energy ½ mean
 * f² and Jacobian norm mean (Jε)², both as in RNODE (arXiv 2002.02798), are integrated beside it in
 * float64 and never feed back.
 *
 * <p>Exact divergence at any image size: with reach R of the field, found by walking the
 * convolutions of its program, {@code ∂f_p/∂z_q = 0} for pixels more than R apart. One product of J
 * with the indicator e_c of a {@link rivulet.flow.network.Colouring} class, pixels R+1 apart, holds
 * all diagonal entries of that class:
 *
 * <pre>
 *   diag J = Σ_c e_c ⊙ (J e_c)      (R+1)²·C products, steps no larger than the image
 *   tr J   = Σ_entries diag J       float64, in a fixed order; its integral is kept per entry too
 * </pre>
 *
 * <p>The field itself is computed once, with φ′ for all tangents; tangents share its packed weights
 * in tall products, a few at a time ({@code DivergenceTrace} says how many and why), and the first
 * layer's tangents, which depend on weights alone, are computed once per update. Three levels of
 * 28×28 images with hidden widths 32,32 take 48 products at two levels and 16 at the coarsest;
 * 1,000 images at a tolerance of 1e-5 took 77 s on two cores, ten times as long as with one probe.
 *
 * <p>How the pieces fit:
 *
 * <ul>
 *   <li>{@link rivulet.flow.network.NetworkSpec} traces the vector field; {@link
 *       rivulet.flow.network.AugmentedDynamics} adds tangents and quadratures; {@link
 *       rivulet.flow.network.CnfLevel} plans it and holds the weights of a level's blocks.
 *   <li>{@link rivulet.flow.FlowGroup} solves a group of images at one level on one worker,
 *       forward, backward and in reverse mode.
 *   <li>{@link rivulet.flow.pretransform.PreTransformRecipe} fits and restores the maps of pixels
 *       and of levels, {@link rivulet.flow.pretransform.PreTransformChain} is one of them fitted.
 *   <li>{@link rivulet.flow.LevelWorker} goes from dequantised images to likelihoods; {@link
 *       rivulet.flow.Sampler} from noise to images.
 *   <li>{@link rivulet.flow.ImageGradient} gives ∂ ln p(x)/∂x of a flow that was loaded {@link
 *       rivulet.flow.network.Differentiation#BY_INPUTS}: adjoints of all levels, by their data and
 *       by their conditions, then pre-transforms, pyramid and pixel transform transposed.
 *   <li>{@link rivulet.flow.ModelSpec} and {@link rivulet.flow.FlowModel} are a model as data,
 *       {@link rivulet.flow.MultiResolutionFlow} is one in native memory.
 *   <li>{@link rivulet.flow.ReferenceLevel} measures the same in float64, for audits and tests.
 *   <li>{@link rivulet.flow.BlockSolver} is the seam at which a measurement may solve otherwise.
 * </ul>
 *
 * <p>A worker may have a crew ({@link rivulet.flow.FlowGroup#crew}) that shares the larger kernel
 * calls of its groups: one large image then occupies several cores.
 *
 * <p>Invariants: an image's numbers depend on its own data, noise and the weights alone, bit for
 * bit, whatever group it is solved in and whoever shares its kernels; levels share nothing; after
 * construction the workers allocate nothing on the heap.
 */
package rivulet.flow;
