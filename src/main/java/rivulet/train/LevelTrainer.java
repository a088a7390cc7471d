package rivulet.train;

import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.CnfLevel;
import rivulet.tensor.Workspace;
import rivulet.train.descent.LevelDescent;
import rivulet.train.descent.LevelOptimiser;

/** One level in training: its objective and descent. Levels share nothing but the data. */
final class LevelTrainer {
  private final int number;
  private final TrainConfig config;
  private final CnfLevel level;
  private final LevelDescent descent;
  private final LevelObjective objective;
  private LevelMetrics metrics;

  LevelTrainer(
      MultiResolutionFlow flow,
      int number,
      TrainConfig config,
      LevelObjective objective,
      Workspace workspace) {
    this.number = number;
    this.config = config;
    this.level = flow.level(number);
    this.descent = new LevelDescent(level, config, workspace);
    this.objective = objective;
  }

  int number() {
    return number;
  }

  LevelOptimiser optimiser() {
    return descent.optimiser();
  }

  LevelObjective objective() {
    return objective;
  }

  CnfLevel level() {
    return level;
  }

  /** Gradient of images {@code from … to-1} of an update on one worker. */
  void group(int worker, long step, int leaf, int from, int to, BatchImages images) {
    objective.group(worker, step, from, to, images);
    descent.submit(leaf, objective.sums(worker));
  }

  /** After all groups: gradients, optimiser, new weights. */
  void update(long step, int groups) {
    boolean applied = descent.update(step, groups);
    double norm = descent.optimiser().norm();
    metrics = objective.metrics(number, norm, config.rate(step), applied);
  }

  /** Forgets the sums of an update that failed. */
  void abandon() {
    descent.abandon();
  }

  LevelMetrics metrics() {
    return metrics;
  }

  void close() {
    descent.close();
  }
}
