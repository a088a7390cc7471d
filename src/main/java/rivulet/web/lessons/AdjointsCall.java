package rivulet.web.lessons;

import java.util.ArrayList;
import java.util.List;
import rivulet.check.PendulumGradient;
import rivulet.ode.adjoint.Adjoint;
import rivulet.web.Reply;

/** The gradient of a pendulum by every adjoint. */
final class AdjointsCall implements Reply<AdjointsCall.Request> {
  private static final String METHOD = "bosh3";
  private static final String FINE_METHOD = "dopri5";
  private static final double FINE = 1e-10;
  private static final double LEAST = 1e-8;
  private static final double MOST = 1e-1;

  /** Of the steps of bosh3. */
  record Request(double tolerance) {}

  /**
   * What is found.
   *
   * @param steps that the solve took
   * @param exact the pendulum's own gradient
   * @param differences the slope of what was computed, by small differences at the same steps
   */
  record Answer(
      String method, int steps, double exact, double differences, List<Gradient> adjoints) {}

  /** What one of them says. */
  record Gradient(String name, double gradient) {}

  @Override
  public String path() {
    return "api/lessons/adjoints";
  }

  @Override
  public Method method() {
    return Method.GET;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    double tolerance = request.tolerance();
    if (!(tolerance >= LEAST && tolerance <= MOST)) {
      throw new IllegalArgumentException(
          "adjoints: `tolerance` must be " + LEAST + " to " + MOST + ", found " + tolerance);
    }
    List<Gradient> all = new ArrayList<>();
    int steps = 0;
    double differences = 0;
    for (Adjoint.Kind kind : Adjoint.Kind.values()) {
      PendulumGradient found = PendulumGradient.of(kind, METHOD, tolerance);
      steps = found.steps();
      differences = found.differences();
      all.add(new Gradient(kind.label(), found.gradient()));
    }
    double exact = PendulumGradient.of(Adjoint.Kind.DISCRETE, FINE_METHOD, FINE).gradient();
    return new Answer(METHOD, steps, exact, differences, all);
  }
}
