/**
 * The page of {@code watch}: curves of one run or several, also while they train, and samples over
 * time from the same noise.
 *
 * <p>{@link rivulet.web.watch.WatchedRun} follows the files of one run; what it holds is bounded
 * ({@link rivulet.web.Curve} halves its points when they become too many, {@link
 * rivulet.web.watch.SampleHistory} its images). Start reading at {@link
 * rivulet.web.watch.WatchPage}.
 */
package rivulet.web.watch;
