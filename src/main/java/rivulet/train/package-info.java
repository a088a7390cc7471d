/**
 * Training and measuring: objectives, Adam, schedules, runs in directories, checkpoints, metrics,
 * and the evaluation of likelihoods.
 *
 * <p>The loss of a level is the mean over a batch of bits/dim over the level's own dimensions plus
 * λ_K·KE + λ_J·JF summed over its blocks (math.md, section 3). Levels share nothing but the data:
 * each has its own optimiser, clipping and skipping, so levels trained apart or together agree bit
 * for bit.
 *
 * <p>Invariants: the state after n updates is a function of model, configuration and data, for any
 * number of threads and interruptions. Gradients are summed within a group in the order of its
 * lanes, and over groups in the fixed tree of {@link rivulet.parallel.SummationTree}. The group
 * size is part of the configuration. Files are replaced as a whole. With a backend other than the
 * cpu the numbers also depend on its library and device; checkpoints and models name it.
 *
 * <p>Start reading at {@link rivulet.train.TrainRun}, then {@link rivulet.train.Trainer}.
 */
package rivulet.train;
