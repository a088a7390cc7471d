package rivulet.train;

import rivulet.train.descent.Schedule;

/**
 * A part of a run's updates that descends one objective. A run is a list of them; each begins where
 * the one before ends, with the averaged weights and a fresh optimiser.
 *
 * @param name in checkpoints
 * @param objective what is descended
 * @param from number of its first update
 * @param until the first update that is no longer part of it; not above {@code from}: none is
 * @param rate learning rate after warm-up
 */
public record Phase(String name, Objective objective, long from, long until, double rate) {
  /** The end of what is never over. */
  public static final long ALWAYS = Long.MAX_VALUE;

  /** A phase that goes by the name of its objective. */
  public Phase(Objective objective, long from, long until, double rate) {
    this(objective.label(), objective, from, until, rate);
  }

  /** Learning rate of an update of this phase. */
  public double rate(Schedule schedule, long step) {
    return schedule.at(rate, step, step - from);
  }
}
