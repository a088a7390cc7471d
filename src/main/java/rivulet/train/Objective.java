package rivulet.train;

/** What an update descends. */
public enum Objective {
  /** Velocities along straight paths between data and noise; nothing is solved. */
  MATCHING,
  /** The likelihood of solved images, with regularisers. */
  LIKELIHOOD
}
