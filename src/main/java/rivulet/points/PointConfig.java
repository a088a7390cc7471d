package rivulet.points;

import java.util.SortedMap;
import rivulet.points.table.Table;
import rivulet.train.Objective;
import rivulet.train.TrainConfig;

/**
 * What determines the training of points besides shape and source. Batch and group count points.
 *
 * @param train seed, batch, group, schedule and the settings of both objectives
 * @param sharing points that share a time under matching; divides batch and group
 */
public record PointConfig(TrainConfig train, int sharing) {
  public PointConfig {
    int group = train.groupOf(1);
    if (sharing < 1 || train.batch() % sharing != 0 || group % sharing != 0) {
      throw new IllegalArgumentException(
          "points: batch "
              + train.batch()
              + " and group "
              + group
              + " must be multiples of the "
              + sharing
              + " points that share a time");
    }
  }

  /** Points whose gradients one worker sums. */
  public int group() {
    return train.groupOf(1);
  }

  /** What is descended: points know one phase. */
  public Objective objective() {
    return train.phases().stream()
        .filter(phase -> phase.until() > 0)
        .findFirst()
        .orElseThrow()
        .objective();
  }

  /** The same with as many points for one time as the shape allows. */
  public PointConfig with(PointShape shape) {
    return new PointConfig(train, shape.together(sharing));
  }

  /** What determined a model, and from what data, as metadata of its file. */
  public SortedMap<String, String> provenance(PointSource source, long steps) {
    SortedMap<String, String> map = train.provenance("");
    map.remove("data_sha256");
    map.put("data", source.label());
    map.put("objective", objective().label());
    map.put("steps", Long.toString(steps));
    map.put("sharing", Integer.toString(sharing));
    if (source instanceof Table table) {
      map.put("data_sha256", table.sha256());
      map.put("rows", Integer.toString(table.rows()));
      map.put("rows_held_out", Long.toString(table.count(PointSet.HELD_OUT)));
    }
    return map;
  }
}
