package rivulet.perf.task;

import java.util.Arrays;
import rivulet.perf.Clock;
import rivulet.perf.Side;

/** A task of ours that can be repeated. */
public abstract class TimedTask implements Side, AutoCloseable {
  private static final double ROUND = 0.5;
  private static final double FASTER = 0.9;
  private static final int CALM_ROUNDS = 2;
  private static final double LONGEST_WARM_UP = 40;

  private final UserTask task;
  private final TaskModel model;

  TimedTask(UserTask task, TaskModel model) {
    this.task = task;
    this.model = model;
  }

  /** Rounds of half a second or one repetition, until two in a row are no faster than the best. */
  @Override
  public void warmUp() {
    double start = Clock.WALL.now();
    double best = Double.MAX_VALUE;
    int calm = 0;
    while (calm < CALM_ROUNDS && Clock.WALL.now() - start < LONGEST_WARM_UP) {
      int count = (int) Math.clamp(ROUND / seconds(1), 1, 10_000);
      double each = seconds(count) / count;
      calm = each < FASTER * best ? 0 : calm + 1;
      best = Math.min(best, each);
    }
  }

  /** Images of one repetition. */
  public int images() {
    return task.images(model.size());
  }

  /** Mean evaluations per image at a level, of what has run so far. */
  public abstract double evaluations(int level);

  /** Operations of one repetition at each level. */
  public double[] flopsByLevel() {
    double[] flops = new double[model.networks().size()];
    Arrays.setAll(flops, n -> images() * evaluations(n) * task.flops(model.networks().get(n)));
    return flops;
  }

  @Override
  public double flops() {
    return Arrays.stream(flopsByLevel()).sum();
  }

  @Override
  public abstract void close();
}
