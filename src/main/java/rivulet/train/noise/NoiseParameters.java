package rivulet.train.noise;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.sum.PartialSum;
import rivulet.tensor.kernel.sum.SummationTree;
import rivulet.train.descent.ParameterRun;
import rivulet.train.descent.Parameters;

/**
 * The parameters of a model's noise: one run with an empty name, float32 as a model file holds
 * them.
 */
final class NoiseParameters implements Parameters {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** Name of the only run. */
  static final String NAME = "";

  private final double[] widened;
  private final double factor;
  private final ParameterRun run;

  /**
   * @param start values
   * @param factor of the groups' sums
   */
  NoiseParameters(float[] start, double factor, Workspace workspace) {
    this.widened = new double[start.length];
    this.factor = factor;
    MemorySegment values = workspace.allocate(4L * start.length);
    MemorySegment gradients = workspace.allocate(4L * start.length);
    this.run = new ParameterRun(NAME, values, gradients, 0, start.length, Optional.empty());
    run.set(start);
    changed();
  }

  /** The parameters, widened; live. */
  double[] widened() {
    return widened;
  }

  @Override
  public List<ParameterRun> runs() {
    return List.of(run);
  }

  @Override
  public int sums() {
    return run.floats();
  }

  @Override
  public double gradients(SummationTree tree, int groups) {
    PartialSum sum = tree.result(groups);
    double squares = 0;
    for (int i = 0; i < run.floats(); i++) {
      double g = factor * sum.get(i);
      squares += g * g;
      run.gradients().set(FLOAT, 4L * i, (float) g);
    }
    tree.release(sum);
    return squares;
  }

  @Override
  public void changed() {
    for (int i = 0; i < widened.length; i++) {
      widened[i] = run.values().get(FLOAT, 4L * i);
    }
  }
}
