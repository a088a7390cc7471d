/**
 * What a run has written about itself, for those who look on: its settings, and the metrics of its
 * updates, whole ({@link rivulet.train.log.RunMetrics}) or piece by piece while they grow ({@link
 * rivulet.train.log.MetricsTail}).
 */
package rivulet.train.log;
