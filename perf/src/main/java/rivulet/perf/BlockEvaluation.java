package rivulet.perf;

import rivulet.autodiff.Jvp;
import rivulet.autodiff.TracedField;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.CnfLevel;
import rivulet.tensor.Workspace;

/** One evaluation of (f, Jε) and its rates for one worker's images. */
public final class BlockEvaluation implements Kernel {
  /** Time of the evaluation. */
  public static final double TIME = 0.375;

  private final BlockProblem problem;
  private final FieldEvaluation field;
  private final double flops;

  BlockEvaluation(BlockProblem problem, CnfLevel level, int first, Workspace workspace) {
    this.problem = problem;
    this.field = new FieldEvaluation(level, problem.images(), workspace);
    this.flops = level.plan().program().flops() * problem.images();
    String probe = Jvp.tangentName(TracedField.STATE, 0);
    for (int n = 0; n < problem.images(); n++) {
      field.state(n, BlockProblem.widened(problem.state(first + n)));
      field.input(probe, n, BlockProblem.widened(problem.probe(first + n)));
      if (problem.condition() > 0) {
        double[] condition = BlockProblem.widened(problem.condition(first + n));
        field.input(TracedField.CONDITION, n, condition);
      }
    }
    field.prepare();
  }

  @Override
  public void run() {
    field.evaluate(TIME);
  }

  @Override
  public double flops() {
    return flops;
  }

  /** For each image f, then the divergence. */
  @Override
  public float[] result() {
    run();
    int entries = (int) problem.spec().state().elements();
    float[] all = new float[problem.images() * (entries + 1)];
    double[] f = new double[entries];
    int at = 0;
    for (int n = 0; n < problem.images(); n++) {
      field.derivative(n, f);
      for (double value : f) {
        all[at++] = (float) value;
      }
      all[at++] = (float) field.rate(n, AugmentedDynamics.DIVERGENCE);
    }
    return all;
  }
}
