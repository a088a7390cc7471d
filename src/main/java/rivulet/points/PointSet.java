package rivulet.points;

/** What points are drawn for; sets have no point in common. */
public enum PointSet {
  /** To be trained on and standardised by. */
  TRAINING,
  /** To be measured. */
  HELD_OUT
}
