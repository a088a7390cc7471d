/**
 * Knowing that it is right, and how fast: golden cases, recorded runs computed again bit by bit,
 * the timing of one block, a backend held against the cpu, and what the machine offers.
 *
 * <p>A golden directory holds {@code manifest.json} and one safetensors file per case, of four
 * kinds: wavelet (one analysis step), dynamics (f, Jε, quadrature rates and their gradients at
 * given times), flow (a block solved over its interval, with the gradient of its loss) and model
 * (latents, log p per level, bits/dim and samples of a whole model, through the product's own model
 * file). Sizes, channels, layers and activations come from the manifest.
 *
 * <table>
 * <caption>Bounds</caption>
 * <tr><th>kind</th><th>values</th><th>gradients</th></tr>
 * <tr><td>wavelet</td><td>1e-6</td><td></td></tr>
 * <tr><td>dynamics</td><td>1e-5</td><td>2e-5</td></tr>
 * <tr><td>flow</td><td>2e-5</td><td>5e-5 in relative L2</td></tr>
 * <tr><td>model</td><td>latents 5e-5, log p 2e-6 relative, bits/dim 1e-5, samples 5e-5
 * absolute</td><td></td></tr>
 * </table>
 *
 * <p>Bounds are max|error| / max|reference| unless said. Not a number fails every bound.
 *
 * <p>Two checks are small enough to be watched, and are on the pages of {@code
 * rivulet.web.lessons}: {@link rivulet.check.TinyUniverse} adds up what a model says of all images
 * there are, {@link rivulet.check.PendulumGradient} holds the adjoints side by side.
 *
 * <p>Start reading at {@link rivulet.check.GoldenSuite}; recorded runs are in {@link
 * rivulet.check.DigestManifest} and {@link rivulet.check.DigestRunner}; timing is in {@link
 * rivulet.check.BlockBench}, the backend in {@link rivulet.check.BackendCheck}, the machine in
 * {@link rivulet.check.Machine}; what is in a set of images counts {@link
 * rivulet.check.ImageCensus}.
 */
package rivulet.check;
