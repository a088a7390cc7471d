/**
 * Training and measuring: objectives, optimisers, schedules, runs in directories, checkpoints,
 * metrics, and the evaluation of likelihoods.
 *
 * <p>The loss of a level is the mean over a batch of bits/dim over the level's own dimensions plus
 * λ_K·KE + λ_J·JF summed over its blocks (docs/mathematics.md, section 3). Levels share nothing but
 * the data: each has its own optimiser, clipping and skipping, so levels trained apart or together
 * agree bit for bit.
 *
 * <p>A run is a list of {@link rivulet.train.Phase}s, each with its {@link
 * rivulet.train.Objective}; hybrid training has two. Levels, noise and points are {@link
 * rivulet.train.Problem}s of one {@link rivulet.train.Trainer}.
 *
 * <p>A new objective is a record of its settings that {@link rivulet.train.Objective} permits, with
 * its {@link rivulet.train.Loss} of a level (copy {@link rivulet.train.Matching}). The compiler
 * names {@code FlowProblem} and {@code PointProblem}; by hand come its field, phase and provenance
 * in {@link rivulet.train.TrainConfig}, its name in {@code training.TrainingObjective} and in
 * {@code cli.option}. Training noise is no objective of levels but a run of its own, {@link
 * rivulet.train.NoiseRun}.
 *
 * <p>An optimiser is a rule per parameter ({@link rivulet.train.descent.OptimiserKind}): Adam for
 * all, or Muon for the kernels of hidden layers and Adam for the rest. A rule owns its state; one
 * more is a class beside them and a line where a level's rules are chosen.
 *
 * <p>{@link rivulet.train.NoiseRun} trains the noise of a model and not its flow: with u(v, X; φ) a
 * function of uniform numbers v, it ascends the mean of the bound
 *
 * <pre>
 *   B = ln p((X + u)/256) − ln q(u | X; φ)      ∂B/∂φ = (∂ ln p/∂x)/256 · ∂u/∂φ − d ln q/dφ
 * </pre>
 *
 * <p>{@link rivulet.train.PixelTransformTrial} lets the images decide on the transform of pixels,
 * by short trainings measured on images held back.
 *
 * <h2>Measuring</h2>
 *
 * <p>{@link rivulet.measure.Evaluation} gives bits/dim per image with {@link
 * rivulet.measure.StandardErrors}: over images, and the parts that come from the noise of each
 * image and from the probes of the divergence. With K importance samples a draw is the bound log
 * (1/K) Σ p(X + u_k)/q(u_k|X), q the density of the noise, which exceeds the usual one only if the
 * divergence is exact: an estimate's noise would raise it, the exponential being convex. {@link
 * rivulet.measure.LevelBits} and {@link rivulet.flow.PixelShares} say where the bits go, by level
 * and by pixel; both add up. {@link rivulet.measure.Audit} does one thing at a time better and
 * tells how far the number moves.
 *
 * <p>Images are evaluated in groups, one per thread. With fewer groups than threads the threads
 * that are left over share the kernels of the groups in work, by bands of rows: the likelihood of
 * one large image is computed on all cores. Training deals groups only.
 *
 * <table>
 *   <caption>Wrong practices, by {@code fault.LikelihoodFault}: what they change in bits/dim
 *       of a three-level model of 28×28 clothes (hidden 32,32, cdf, 300 updates, 4.476 exact at
 *       1e-5 on the first 200 test images), mean of the images' differences ± standard error; below
 *       zero flatters</caption>
 *   <tr><th>fault</th><th>change</th><th>what happens</th></tr>
 *   <tr><td>none, one probe</td><td>−0.0013 ± 0.0017</td><td>unbiased; 96 evaluations</td></tr>
 *   <tr><td>per-level-noise</td><td>+0.2587 ± 0.0124</td><td>the model sees noise it was not
 *       trained on; one that was trained so describes nothing that sums to one</td></tr>
 *   <tr><td>bin-centre</td><td>−0.4264 ± 0.0150</td><td>a density at its favourite point</td></tr>
 *   <tr><td>overshoot</td><td>+0.0046 ± 0.0010</td><td>another flow than the trained one</td></tr>
 *   <tr><td>redrawn-probe</td><td>+0.0020 ± 0.0002</td><td>2,040 evaluations instead of
 *       96</td></tr>
 *   <tr><td>sampled-importance</td><td>−0.0226 ± 0.0028</td><td>against the exact bound of the
 *       same 16 noises, 40 images; that bound itself gains 0.0355 over one noise</td></tr>
 * </table>
 *
 * <h2>Rules</h2>
 *
 * <p>Invariants: the state after n updates is a function of model, configuration and data, for any
 * number of threads and interruptions. Gradients are summed within a group in the order of its
 * images, a handful of them at a time, and over groups in the fixed tree of {@link
 * rivulet.tensor.kernel.sum.SummationTree}. The group size is part of the configuration. Files are
 * replaced as a whole. With a backend other than the cpu the numbers also depend on its library and
 * device; checkpoints and models name it.
 *
 * <p>Start reading at {@link rivulet.train.FlowRun}, then {@link rivulet.train.RunLoop} and {@link
 * rivulet.train.Trainer}.
 */
package rivulet.train;
