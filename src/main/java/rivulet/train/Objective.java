package rivulet.train;

/** What an update descends. */
enum Objective {
  /** Velocities along straight paths between data and noise; nothing is solved. */
  MATCHING,
  /** The likelihood of solved images, with regularisers. */
  LIKELIHOOD
}
