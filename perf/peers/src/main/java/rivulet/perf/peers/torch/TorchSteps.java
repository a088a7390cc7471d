package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.Rational;

/**
 * Equal steps of an explicit Runge–Kutta method, all images together. A last stage that only begins
 * the next step is left out, so that bosh3 takes three evaluations a step and dopri5 six.
 */
final class TorchSteps {
  private final double[][] a;
  private final double[] b;
  private final double[] c;
  private final int steps;

  /** The field that is solved. */
  @FunctionalInterface
  interface Field {
    /**
     * f(t, z).
     *
     * @param weight what rates of quadratures count at this evaluation; 0 if they do not
     */
    Tensor at(double t, Tensor z, double weight);
  }

  TorchSteps(String method, int steps) {
    ButcherTableau tableau = ButcherTableau.named(method);
    int stages = tableau.stages() - (tableau.fsal() ? 1 : 0);
    this.steps = steps;
    this.a = new double[stages][];
    for (int i = 0; i < stages; i++) {
      a[i] = numbers(tableau.a().get(i), i);
    }
    this.b = numbers(tableau.b(), stages);
    this.c = numbers(tableau.c(), stages);
  }

  private static double[] numbers(List<Rational> values, int count) {
    return values.stream().limit(count).mapToDouble(Rational::toDouble).toArray();
  }

  /** As many steps as come to so many evaluations, of which two choose the first step. */
  static TorchSteps ofEvaluations(String method, double evaluations) {
    int each = new TorchSteps(method, 1).b.length;
    return new TorchSteps(method, (int) Math.max(1, Math.round((evaluations - 2) / each)));
  }

  Tensor solve(Tensor start, double from, double to, Field field) {
    Tensor z = start;
    double h = (to - from) / steps;
    for (int step = 0; step < steps; step++) {
      List<Tensor> slopes = new ArrayList<>();
      for (int i = 0; i < b.length; i++) {
        Tensor stage = combined(z, slopes, a[i], h);
        slopes.add(field.at(from + (step + c[i]) * h, stage, h * b[i]));
      }
      z = combined(z, slopes, b, h);
    }
    return z;
  }

  /** z + h Σ weights · slopes. */
  private static Tensor combined(Tensor z, List<Tensor> slopes, double[] weights, double h) {
    Tensor sum = z;
    for (int i = 0; i < slopes.size(); i++) {
      if (weights[i] != 0) {
        sum = sum.add(slopes.get(i), new Scalar((float) (h * weights[i])));
      }
    }
    return sum;
  }
}
