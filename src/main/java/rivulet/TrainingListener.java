package rivulet;

/** Told how a training goes; can end it. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * After every update, on the training thread.
   *
   * @param update updates done
   * @param loss mean over levels of what is descended: the squared error of velocities under
   *     matching, bits/dim under likelihood; of points the objective's own
   * @return whether to go on
   */
  boolean updated(long update, double loss);
}
