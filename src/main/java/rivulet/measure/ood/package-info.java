/**
 * Out-of-distribution scores, and how well each tells two sets apart.
 *
 * <p>Convention: every score is larger for an image further out, so that {@link
 * rivulet.measure.ood.Auroc} is the chance that an image from outside scores above one from inside,
 * ties counting half; 1/2 is no help, and below 1/2 the score believes outsiders more.
 *
 * <p>Of an image X with D values, in bits/dim unless said, with the model's levels 0 (coarsest) to
 * S−1 ({@link rivulet.measure.ood.ScoreTable}):
 *
 * <table>
 * <caption>The scores</caption>
 * <tr><td>{@code bits_per_dim}</td><td>−log₂ P(X) / D, as {@code eval} has it</td></tr>
 * <tr><td>{@code level_k}</td><td>bits/dim of level k given the coarser image, over its own values.
 * That of the finest is the paper's Δ ln p of an image and its coarser one, in nats ln p(x) − ln
 * p(x̄): details given coarse</td></tr>
 * <tr><td>{@code details}</td><td>all levels but the coarsest together</td></tr>
 * <tr><td>{@code delta}</td><td>bits/dim of the finest level less bits/dim of all before
 * it</td></tr>
 * <tr><td>{@code latent}</td><td>−log₂ N(z; 0, I) / D over all levels: without the volume
 * terms</td></tr>
 * <tr><td>{@code divergence}</td><td>−log₂ |det| of the flow over D: the volume terms of the flow
 * alone, the mean over pixels of the map m that {@link rivulet.measure.ood.DivergenceMaps} defines.
 * This and the next two with an exact divergence that is asked for, since only that has a value for
 * each pixel and costs as many products as the field has colours</td></tr>
 * <tr><td>{@code divergence_spread}</td><td>deviation of m over the pixels: how unevenly the flow
 * squeezes and stretches the image</td></tr>
 * <tr><td>{@code divergence_map}</td><td>root mean squared difference of m from its mean over a
 * reference part, pixel by pixel: squeezed elsewhere than usual. Of this project</td></tr>
 * <tr><td>{@code png}</td><td>bits of X as a PNG file over D: of no model, and what a model must
 * beat</td></tr>
 * <tr><td>{@code bits_less_png}</td><td>S(X) = −log₂ P(X) − L(X), over D, L bits as PNG: J. Serrà
 * and others, "Input complexity and out-of-distribution detection with likelihood-based generative
 * models", ICLR 2020</td></tr>
 * <tr><td>{@code bits_less_background}</td><td>bits/dim less those under another model: J. Ren and
 * others, "Likelihood ratios for out-of-distribution detection", NeurIPS 2019; R. Schirrmeister and
 * others, NeurIPS 2020, with a model of general images</td></tr>
 * <tr><td>{@code typicality}</td><td>|bits/dim − their mean over a reference part|: E. Nalisnick
 * and others, "Detecting out-of-distribution inputs to deep generative models using typicality",
 * arXiv 1906.02994, for single images</td></tr>
 * <tr><td>{@code typicality_less_png}</td><td>the same of S(X)</td></tr>
 * </table>
 *
 * <p>{@link rivulet.measure.ood.AlteredImages} makes outsiders of a set itself: shuffled, constant,
 * noise, of another contrast.
 *
 * <p>No score is chosen here, none has a threshold; means over a reference part are all that is
 * fitted. Start reading at {@link rivulet.measure.ood.Auroc}.
 */
package rivulet.measure.ood;
