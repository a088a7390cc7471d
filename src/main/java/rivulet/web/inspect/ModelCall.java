package rivulet.web.inspect;

import java.util.ArrayList;
import java.util.List;
import rivulet.Description;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.ode.method.ButcherTableau;
import rivulet.web.Reply;

/** What the page's model is, and which images there are. */
final class ModelCall implements Reply<ModelCall.Request> {
  private final String name;
  private final Model model;
  private final Shown images;

  ModelCall(String name, Model model, Shown images) {
    this.name = name;
    this.model = model;
    this.images = images;
  }

  /** Nothing is asked. */
  record Request() {}

  /** A level's size and trained numbers. */
  record Level(int channels, int height, int width, long parameters) {}

  /**
   * The model.
   *
   * @param images of the set that the command was given
   * @param shown with those that were dropped
   * @param solvers methods to choose from
   * @param faults wrong practices to choose from
   */
  record Answer(
      String name,
      int channels,
      int height,
      int width,
      long parameters,
      String pixelTransform,
      String preTransform,
      int classes,
      List<String> classNames,
      List<Level> levels,
      int images,
      int shown,
      List<String> solvers,
      List<String> faults,
      String text) {}

  @Override
  public String path() {
    return "api/inspect/model";
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
    Description what = model.description();
    List<Level> levels = new ArrayList<>();
    for (int level = 0; level < what.levels(); level++) {
      var state = model.field(level).state();
      levels.add(
          new Level(
              state.channels(),
              state.height(),
              state.width(),
              what.parametersByLevel().get(level)));
    }
    return new Answer(
        name,
        what.channels(),
        what.height(),
        what.width(),
        what.parameters(),
        what.pixelTransform(),
        what.preTransform(),
        what.classes(),
        what.classNames(),
        levels,
        images.ofSet(),
        images.count(),
        solvers(),
        Measuring.usual().faults(),
        what.text());
  }

  /** Methods that choose their steps. */
  private static List<String> solvers() {
    return ButcherTableau.names().stream()
        .filter(name -> ButcherTableau.named(name).estimatesError())
        .toList();
  }
}
