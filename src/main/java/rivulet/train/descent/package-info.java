/**
 * From gradients to new weights: norms, clipping and skipping, Adam and Muon, schedules, averages.
 * A new optimiser is a {@link rivulet.train.descent.ParameterUpdate}, an {@link
 * rivulet.train.descent.OptimiserKind}, and the choice of parameters that follow it in {@link
 * rivulet.train.descent.Descent}. Copy {@link rivulet.train.descent.Adam}; names and checkpoints
 * follow by themselves.
 */
package rivulet.train.descent;
