package baselines;

import rivulet.flow.ModelSpec;
import rivulet.parallel.ScalarSum;
import rivulet.tensor.Workspace;
import rivulet.train.LevelMetrics;
import rivulet.train.Loss;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Descent;

/** The loss of a program in bits for each value of its image, mean over a batch. */
final class ProgramLoss implements Loss {
  private final ProgramProblem.Source source;
  private final GroupWorker worker;
  private final int program;
  private final double unit;
  private final double[] losses;

  /**
   * @param program its number
   */
  ProgramLoss(
      PlannedNetwork network,
      int program,
      TrainConfig config,
      ProgramProblem.Source source,
      Workspace workspace) {
    this.source = source;
    this.program = program;
    this.worker = new GroupWorker(network, config.group(), workspace);
    this.unit = 1 / (network.loss().dimensions() * ModelSpec.LN_2);
    this.losses = new double[config.batch()];
  }

  @Override
  public void group(int number, long step, int leaf, int from, int to, Descent descent) {
    worker.clearSums();
    for (int j = from; j < to; j++) {
      source.load(program, j, worker, j - from);
    }
    worker.evaluate(to - from);
    for (int j = from; j < to; j++) {
      losses[j] = worker.loss(j - from);
    }
    worker.addGradients(to - from, unit / losses.length);
    descent.submit(leaf, worker.sums());
  }

  @Override
  public double mean() {
    return unit * ScalarSum.sum(losses, losses.length) / losses.length;
  }

  @Override
  public LevelMetrics metrics(int part, double gradientNorm, double rate, boolean applied) {
    double none = Double.NaN;
    return new LevelMetrics(part, mean(), none, none, none, 1, gradientNorm, rate, applied);
  }
}
