/**
 * Continuous normalizing flows over the levels of a wavelet pyramid (Voleti et al., arXiv
 * 2106.08462; math.md sections 2 and 3).
 *
 * <p>An image x is split into a coarse image and details, level by level; each level's data d has
 * its own flow, conditioned on the coarser image c:
 *
 * <pre>
 *   log p(x) = Σ_levels [ log|det pre-transform| + Σ_blocks ∫ tr ∂f/∂z dt + log N(z_T; 0, I) ]
 *   dz/dt = f(t, z, c; θ)      z_0 = pre-transform(d)
 *   bits/dim = 8 − (log p(x) − log q(u|X)) / (D ln 2)      q: density of the pixels' noise
 * </pre>
 *
 * <p>Networks may have residual layers, see sin 2πkt and cos 2πkt beside t, and see the image's
 * class as constant channels of the condition; all of it is part of the program, so that divergence
 * and gradients follow.
 *
 * <p>The divergence is estimated forward in mode, ε·(Jε), with one probe ε kept for a whole block;
 * kinetic energy and Jacobian norm are integrated beside it in float64 and never feed back.
 *
 * <p>How the pieces fit:
 *
 * <ul>
 *   <li>{@link rivulet.flow.NetworkSpec} traces the vector field; {@link
 *       rivulet.flow.AugmentedDynamics} adds tangents and quadratures; {@link
 *       rivulet.flow.CnfLevel} plans it and holds the weights of a level's blocks.
 *   <li>{@link rivulet.flow.FlowGroup} solves a group of images at one level on one worker,
 *       forward, backward and in reverse mode.
 *   <li>{@link rivulet.flow.LevelWorker} goes from dequantised images to likelihoods; {@link
 *       rivulet.flow.Sampler} from noise to images.
 *   <li>{@link rivulet.flow.ModelSpec} and {@link rivulet.flow.FlowModel} are a model as data,
 *       {@link rivulet.flow.MultiResolutionFlow} is one in native memory.
 * </ul>
 *
 * <p>Invariants: an image's numbers depend on its own data, noise and the weights alone, bit for
 * bit, whatever group it is solved in; levels share nothing; after construction the workers
 * allocate nothing on the heap.
 */
package rivulet.flow;
