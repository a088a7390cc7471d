package rivulet.points;

import rivulet.train.Objective;
import rivulet.train.TrainConfig;

/**
 * What determines the training of points besides shape and source. Batch and group count points.
 *
 * @param objective what is descended
 * @param train seed, batch, group, schedule and the settings of both objectives
 * @param sharing points that share a time under matching; divides batch and group
 */
public record PointConfig(Objective objective, TrainConfig train, int sharing) {
  public PointConfig {
    if (sharing < 1 || train.batch() % sharing != 0 || train.group() % sharing != 0) {
      throw new IllegalArgumentException(
          "points: batch "
              + train.batch()
              + " and group "
              + train.group()
              + " must be multiples of the "
              + sharing
              + " points that share a time");
    }
  }
}
