package rivulet.check;

import java.util.List;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.TracedField;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.NetworkSpec;
import rivulet.store.StoreException;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Golden dynamics: f, Jε and the quadrature rates at given times, and the gradients at one. */
final class DynamicsCheck {
  private static final double VALUES = 1e-5;
  private static final double GRADIENTS = 2e-5;

  private final GoldenCase golden;
  private final CaseReport report;
  private final NetworkSpec spec;
  private final CnfLevel level;
  private final FieldEvaluation field;
  private final int images;
  private final int size;

  DynamicsCheck(GoldenCase golden, CaseReport report, Tuning tuning, Workspace workspace) {
    this.golden = golden;
    this.report = report;
    this.spec = golden.network();
    this.images = golden.images("x");
    this.size = (int) spec.state().elements();
    this.level = new CnfLevel(spec, 1, 1, true, tuning, workspace);
    this.field = new FieldEvaluation(level, images, workspace);
  }

  void run() {
    loadWeights(golden, level.blocks().getFirst());
    level.update();
    for (int n = 0; n < images; n++) {
      field.state(n, golden.part("x", n, size));
      field.input(Jvp.tangentName(TracedField.STATE, 0), n, golden.part("eps", n, size));
      if (golden.conditioned()) {
        int condition = spec.condition() * spec.state().pixels();
        field.input(TracedField.CONDITION, n, golden.part("cond", n, condition));
      }
    }
    field.prepare();
    List<String> times =
        golden.tensors().names().stream()
            .filter(name -> name.startsWith("t=") && name.indexOf(':') > 0)
            .map(name -> name.substring(2, name.indexOf(':')))
            .distinct()
            .sorted()
            .toList();
    if (times.isEmpty()) {
      throw new StoreException(
          "golden: case '" + golden.name() + "' expects nothing: no tensor is named t=...:f");
    }
    times.forEach(this::values);
    gradients(golden.real("gradients_at_t"));
  }

  static void loadWeights(GoldenCase golden, BlockWeights weights) {
    for (String name : weights.places().keySet()) {
      weights.set(name, golden.tensors().floats("weight:" + name));
    }
  }

  private void values(String time) {
    double t = Double.parseDouble(time);
    field.evaluate(t);
    double[] f = new double[images * size];
    double[] tangent = new double[images * size];
    for (int n = 0; n < images; n++) {
      double[] part = new double[size];
      field.derivative(n, part);
      System.arraycopy(part, 0, f, n * size, size);
      field.tangent(n, 0, part);
      System.arraycopy(part, 0, tangent, n * size, size);
    }
    String prefix = "t=" + time + ":";
    compare(prefix + "f", f);
    compare(prefix + "jvp", tangent);
    compare(prefix + "divergence", rates(AugmentedDynamics.DIVERGENCE));
    compare(prefix + "kinetic", rates(AugmentedDynamics.KINETIC));
    compare(prefix + "jacobian_jvp", rates(AugmentedDynamics.JACOBIAN));
  }

  private void compare(String tensor, double[] result) {
    report.compare(tensor, result, ErrorMeasure.RELATIVE_TO_LARGEST, VALUES);
  }

  private double[] rates(String name) {
    double[] rates = new double[images];
    for (int n = 0; n < images; n++) {
      rates[n] = field.rate(n, name);
    }
    return rates;
  }

  /** loss = Σ v·f + 0.7 Σ divergence + 0.3 Σ jacobian + 0.11 Σ kinetic. */
  private void gradients(double t) {
    field.evaluate(t);
    double loss = 0;
    double[] part = new double[size];
    for (int n = 0; n < images; n++) {
      double[] v = golden.part("v", n, size);
      field.derivative(n, part);
      for (int i = 0; i < size; i++) {
        loss += v[i] * part[i];
      }
      loss += 0.7 * field.rate(n, AugmentedDynamics.DIVERGENCE);
      loss += 0.3 * field.rate(n, AugmentedDynamics.JACOBIAN);
      loss += 0.11 * field.rate(n, AugmentedDynamics.KINETIC);
      field.cotangent(n, v);
    }
    field.pullBack(t, 0.7, 0.11, 0.3);
    String prefix = "t=" + golden.entry().get("gradients_at_t").getAsString() + ":";
    gradient(prefix + "loss_jvp", new double[] {loss});
    double[] x = new double[images * size];
    for (int n = 0; n < images; n++) {
      field.stateGradient(n, part);
      System.arraycopy(part, 0, x, n * size, size);
    }
    gradient(prefix + "grad_jvp:x", x);
    BlockWeights weights = level.blocks().getFirst();
    for (String name : weights.places().keySet()) {
      gradient(prefix + "grad_jvp:" + name, widen(weights.gradient(name)));
    }
  }

  private void gradient(String tensor, double[] result) {
    report.compare(tensor, result, ErrorMeasure.RELATIVE_TO_LARGEST, GRADIENTS);
  }

  static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
