package rivulet.points;

import java.util.Map;
import rivulet.autodiff.TracedField;

/** What a flow of points looks like: everything but its numbers. */
public sealed interface PointShape permits PointField, PointNetwork {
  /** Columns D of a point. */
  int dimensions();

  /**
   * The vector field for images of so many points that share their time, its state being D × 1 ×
   * points. Its parameters are the same for any number.
   *
   * @param points a number that {@link #together} allows
   */
  TracedField field(int points);

  /** How many points of those asked for one image may hold. */
  int together(int asked);

  /** Weights to start from, by name: a function of the seed. */
  Map<String, float[]> fresh(long seed);
}
