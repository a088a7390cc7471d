package rivulet.points;

/** What points are drawn for; sets have no point in common. */
public enum PointSet {
  /** To be trained on and standardised by. */
  TRAINING(0),
  /** To be measured. */
  HELD_OUT(1);

  private final int code;

  PointSet(int code) {
    this.code = code;
  }

  /** The number that stands for this set in the key of a point. */
  public int code() {
    return code;
  }
}
