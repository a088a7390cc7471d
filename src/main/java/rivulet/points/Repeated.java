package rivulet.points;

import java.util.OptionalDouble;
import rivulet.points.table.Columns;
import rivulet.random.NoiseStream;

/**
 * A source of which training sees some points only, again and again in a random order; held-out
 * points are the source's own.
 *
 * @param source where points come from
 * @param points different training points
 */
public record Repeated(PointSource source, int points) implements PointSource {
  public Repeated {
    if (points < 1 || points > source.count(PointSet.TRAINING)) {
      throw new IllegalArgumentException(
          "points: "
              + points
              + " training points asked; choose 1 to "
              + source.count(PointSet.TRAINING));
    }
  }

  @Override
  public String label() {
    return source.label();
  }

  @Override
  public Columns columns() {
    return source.columns();
  }

  @Override
  public OptionalDouble entropy() {
    return source.entropy();
  }

  @Override
  public OptionalDouble trueLogDensity(double[] point) {
    return source.trueLogDensity(point);
  }

  @Override
  public long count(PointSet set) {
    return set == PointSet.TRAINING ? points : source.count(set);
  }

  @Override
  public void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point) {
    boolean again = set == PointSet.TRAINING && index >= points;
    source.draw(noise, seed, set, again ? index % points : index, point);
  }
}
