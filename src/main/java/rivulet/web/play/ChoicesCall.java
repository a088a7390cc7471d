package rivulet.web.play;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rivulet.PointData;
import rivulet.ode.method.ButcherTableau;
import rivulet.points.PlaneDensity;
import rivulet.tensor.Activation;
import rivulet.web.Call;
import rivulet.web.Reply;

/** What can be chosen, and what the command line chose. */
final class ChoicesCall implements Reply<ChoicesCall.Request> {
  private final Answer answer;

  ChoicesCall(
      String data, Settings settings, String solver, double tolerance, Optional<PointData> table) {
    this.answer =
        new Answer(
            Arrays.stream(PlaneDensity.values()).map(PlaneDensity::label).toList(),
            table.map(PointData::label),
            List.of("matching", "likelihood"),
            List.of("none", "optimal"),
            List.of("concat", "concatsquash"),
            Arrays.stream(Activation.values()).map(Activation::label).toList(),
            ButcherTableau.names().stream()
                .map(name -> new Method(name, ButcherTableau.named(name).estimatesError()))
                .toList(),
            data,
            settings,
            solver,
            tolerance);
  }

  /** Nothing is asked. */
  record Request() {}

  /** A Runge-Kutta method, and whether it can keep to a tolerance. */
  record Method(String name, boolean adaptive) {}

  /**
   * The choices.
   *
   * @param table name of the table that the page was opened with
   * @param data that the command line chose, as are what follows
   */
  record Answer(
      List<String> densities,
      Optional<String> table,
      List<String> objectives,
      List<String> pairings,
      List<String> layers,
      List<String> activations,
      List<Method> solvers,
      String data,
      Settings settings,
      String solver,
      double tolerance) {}

  @Override
  public String path() {
    return "api/play/choices";
  }

  @Override
  public Call.Method method() {
    return Call.Method.GET;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    return answer;
  }
}
