package rivulet.web.play;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rivulet.PointData;
import rivulet.ode.method.ButcherTableau;
import rivulet.tensor.Activation;
import rivulet.web.Call;
import rivulet.web.Reply;

/** What can be chosen, and what the command line chose. */
final class ChoicesCall implements Reply<ChoicesCall.Request> {
  private final Answer answer;

  ChoicesCall(PointData opened, String data, Settings settings, String solver, double tolerance) {
    this.answer =
        new Answer(
            densities(opened),
            opened.isTable() ? Optional.of(opened.label()) : Optional.empty(),
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

  /** All that can be named, and what the page was opened with if that is not among them. */
  private static List<Density> densities(PointData opened) {
    List<Density> all =
        PointData.densities().stream()
            .map(data -> new Density(data.label(), data.dimensions()))
            .toList();
    Density own = new Density(opened.label(), opened.dimensions());
    return opened.isTable() || all.contains(own)
        ? all
        : Stream.concat(all.stream(), Stream.of(own)).toList();
  }

  /** Nothing is asked. */
  record Request() {}

  /** A density by its name, and how many columns its points have: 1 or 2. */
  record Density(String name, int dimensions) {}

  /** A Runge-Kutta method, and whether it can keep to a tolerance. */
  record Method(String name, boolean adaptive) {}

  /**
   * The choices.
   *
   * @param table name of the table that the page was opened with
   * @param data that the command line chose, as are what follows
   */
  record Answer(
      List<Density> densities,
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
