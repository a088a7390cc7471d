package rivulet.train.noise;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.parallel.PartialSum;
import rivulet.parallel.SummationTree;
import rivulet.tensor.Workspace;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Adam;
import rivulet.train.descent.AdamSteps;
import rivulet.train.descent.WeightAverage;

/**
 * The descent of the noise's parameters: gradient sums of groups, added in the fixed tree, become
 * new parameters by Adam, which are averaged if the configuration says so. Parameters are float32,
 * as a model file holds them.
 */
final class NoiseDescent implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final TrainConfig config;
  private final double[] parameters;
  private final MemorySegment values;
  private final MemorySegment gradients;
  private final Adam adam;
  private final WeightAverage average;
  private final SummationTree tree;
  private final AdamSteps applied = new AdamSteps();
  private double norm;

  NoiseDescent(TrainConfig config, float[] start, Workspace workspace) {
    this.config = config;
    this.parameters = new double[start.length];
    this.values = workspace.allocate(4L * start.length);
    this.gradients = workspace.allocate(4L * start.length);
    this.adam = new Adam(start.length);
    this.average = new WeightAverage(config.averaging() > 0 ? start.length : 0);
    this.tree = new SummationTree(start.length);
    set(start);
  }

  /** The parameters, widened; live. */
  double[] parameters() {
    return parameters;
  }

  /** The parameters; a copy. */
  float[] toFloats() {
    float[] floats = new float[parameters.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) parameters[i];
    }
    return floats;
  }

  /** What a model is made of: the averages, or the parameters if nothing is averaged. */
  float[] averaged() {
    return averages() && applied.count() > 0 ? average.toFloats() : toFloats();
  }

  boolean averages() {
    return config.averaging() > 0;
  }

  /** Averages; live, for checkpoints. */
  double[] average() {
    return average.values();
  }

  /** Moments; live, for checkpoints. */
  Adam adam() {
    return adam;
  }

  /** Updates applied; skipped ones do not count. */
  long updates() {
    return applied.count();
  }

  /** Gradient norm of the last update, before clipping. */
  double norm() {
    return norm;
  }

  private void set(float[] floats) {
    for (int i = 0; i < floats.length; i++) {
      values.set(FLOAT, 4L * i, floats[i]);
      parameters[i] = floats[i];
    }
  }

  /** Goes to the state after that many updates; moments and averages are set by the caller. */
  void restore(float[] floats, long count) {
    set(floats);
    applied.restore(count);
  }

  /** Hands in the sums of group number {@code leaf} of an update; copied. */
  void submit(int leaf, double[] sums) {
    PartialSum sum = tree.acquire();
    for (int i = 0; i < sums.length; i++) {
      sum.set(i, sums[i]);
    }
    tree.submit(leaf, sum);
  }

  /**
   * After all groups: new parameters, unless the gradient's norm is not finite or too large.
   *
   * @param factor of the sums
   * @return whether the gradient was applied
   */
  boolean update(long step, int groups, double factor) {
    PartialSum sum = tree.result(groups);
    double squares = 0;
    for (int i = 0; i < parameters.length; i++) {
      double g = factor * sum.get(i);
      squares += g * g;
      gradients.set(FLOAT, 4L * i, (float) g);
    }
    tree.release(sum);
    norm = Math.sqrt(squares);
    if (!(norm < config.skip())) {
      return false;
    }
    applied.advance();
    double scale = norm > config.clip() ? config.clip() / norm : 1.0;
    adam.update(values, gradients, 0, scale, config.rate(step), applied);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = values.get(FLOAT, 4L * i);
    }
    if (averages()) {
      average.update(values, 0, WeightAverage.decay(config.averaging(), applied.count() - 1));
    }
    return true;
  }

  /** Forgets the sums of an update that failed. */
  void abandon() {
    tree.reset();
  }

  @Override
  public void close() {
    tree.close();
  }
}
