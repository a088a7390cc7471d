package rivulet.check;

import rivulet.flow.FlowGroup;
import rivulet.flow.LossWeights;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.store.StoreException;
import rivulet.tensor.Activation;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Golden flows: one block solved over its interval, and the gradient of the training loss. */
final class FlowCheck {
  private static final double VALUES = 2e-5;
  private static final double GRADIENTS = 5e-5;

  private static final SolverOptions SMOOTH = SolverOptions.adaptive("dopri5", 1e-6);
  private static final SolverOptions KINKED = SolverOptions.fixed("rk4", 100);

  private static final long TAPE_BYTES = 64L << 20;
  private static final double REGULARISER = 0.01;

  private final GoldenCase golden;
  private final CaseReport report;
  private final NetworkSpec spec;
  private final CnfLevel level;
  private final FlowGroup group;
  private final int images;
  private final int size;
  private final int[] lanes;

  FlowCheck(GoldenCase golden, CaseReport report, Tuning tuning, Workspace workspace) {
    this.golden = golden;
    this.report = report;
    this.spec = golden.network();
    this.images = golden.images("x");
    this.size = (int) spec.state().elements();
    this.level = new CnfLevel(spec, 1, 1, true, tuning, workspace);
    this.group = new FlowGroup(level, solver(spec.activation()), images, TAPE_BYTES, workspace);
    this.lanes = new int[images];
  }

  /**
   * Step control suits float32 rounding and the bounds, but watches the state alone. The divergence
   * of a field with elu has kinks (φ″ jumps at 0), which it does not see: small equal steps there.
   */
  static SolverOptions solver(Activation activation) {
    return activation == Activation.ELU ? KINKED : SMOOTH;
  }

  void run() {
    double[] interval = golden.interval();
    if (interval[0] != FlowGroup.START || interval[1] != FlowGroup.END) {
      throw new StoreException(
          "golden: case '"
              + golden.name()
              + "' runs from "
              + interval[0]
              + " to "
              + interval[1]
              + "; blocks run from 0 to 1");
    }
    DynamicsCheck.loadWeights(golden, level.blocks().getFirst());
    level.update();
    for (int n = 0; n < images; n++) {
      lanes[n] = n;
      group.state(n, golden.part("x", n, size));
      System.arraycopy(golden.part("eps", n, size), 0, group.probes(0, n), 0, size);
      if (golden.conditioned()) {
        group.condition(n, golden.part("cond", n, spec.condition() * spec.state().pixels()));
      }
    }
    group.encode(lanes, images);
    values();
    gradients();
  }

  private void values() {
    double[] z = new double[images * size];
    double[] quadratures = new double[AugmentedDynamics.QUADRATURES.size() * images];
    double loss = 0;
    for (int n = 0; n < images; n++) {
      group.state(n, z, n * size);
      quadratures[n] = group.logDet(n);
      quadratures[images + n] = group.kinetic(n);
      quadratures[2 * images + n] = group.jacobian(n);
      double logLikelihood = group.baseLogDensity(n) + group.logDet(n);
      loss += -logLikelihood / size + REGULARISER * (group.kinetic(n) + group.jacobian(n));
    }
    value("z", z);
    value("logdet", slice(quadratures, 0));
    value("kinetic", slice(quadratures, 1));
    value("jacobian_jvp", slice(quadratures, 2));
    value("loss_jvp", new double[] {loss / images});
  }

  private double[] slice(double[] all, int q) {
    return java.util.Arrays.copyOfRange(all, q * images, (q + 1) * images);
  }

  private void value(String tensor, double[] result) {
    report.compare(tensor, result, ErrorMeasure.RELATIVE_TO_LARGEST, VALUES);
  }

  private void gradients() {
    double scale = 1.0 / images;
    group.clearSums();
    group.gradient(
        lanes, images, new LossWeights(scale / size, scale * REGULARISER, scale * REGULARISER));
    double[] x = new double[images * size];
    double[] part = new double[size];
    for (int n = 0; n < images; n++) {
      group.dataGradient(n, part);
      System.arraycopy(part, 0, x, n * size, size);
    }
    gradient("grad_jvp:x", x);
    level.parameterGradients(group.sums());
    BlockWeights weights = level.blocks().getFirst();
    for (String name : weights.places().keySet()) {
      gradient("grad_jvp:" + name, DynamicsCheck.widen(weights.gradient(name)));
    }
  }

  private void gradient(String tensor, double[] result) {
    report.compare(tensor, result, ErrorMeasure.RELATIVE_L2, GRADIENTS);
  }
}
