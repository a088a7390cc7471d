/**
 * Our kernels and those of other libraries in one run, taking turns, on the same numbers.
 *
 * <p>{@link rivulet.perf.peers.Compare} is the program behind {@code perf/compare}. Each row is one
 * {@link rivulet.perf.peers.Duel}: results are compared first, then both sides are timed in pairs
 * of short slots, and the ratio of a row is the median over pairs, so that a machine that others
 * load as well changes it little. Of a library's memory formats and algorithms the fastest counts.
 *
 * <p>What users do is in {@link rivulet.perf.peers.TaskRows}, ours in {@link rivulet.perf.task},
 * libtorch's loops in {@link rivulet.perf.peers.torch}.
 */
package rivulet.perf.peers;
