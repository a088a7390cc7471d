/**
 * From gradients to new weights: norms, clipping and skipping, Adam and Muon, schedules, averages.
 */
package rivulet.train.descent;
