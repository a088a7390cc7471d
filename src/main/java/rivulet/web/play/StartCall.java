package rivulet.web.play;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.web.Reply;

/** Starts a training, which waits for its first update, in place of what was there. */
final class StartCall implements Reply<StartCall.Request> {
  private final Labs labs;

  StartCall(Labs labs) {
    this.labs = labs;
  }

  /**
   * Which.
   *
   * @param lab 0 or 1
   * @param data a density's name, {@code table} or {@code drawn}
   */
  record Request(int lab, String data, Settings settings) {}

  /**
   * What was started.
   *
   * @param dimensions columns of a point: 1 or 2
   * @param hidden widths of its network, as asked for or usual for its data
   * @param layer how time enters
   * @param learningRate highest
   * @param entropy of the data, where it is known
   */
  record Answer(
      long training,
      String data,
      int dimensions,
      long updates,
      long parameters,
      List<Integer> hidden,
      String layer,
      double learningRate,
      Optional<Double> entropy) {}

  @Override
  public String path() {
    return "api/play/start";
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    Live live = labs.start(request.lab(), request.data(), request.settings());
    Live.Shown shown = live.shown();
    PointFlow.Description flow = shown.flow().description();
    return new Answer(
        shown.training(),
        shown.data().label(),
        shown.data().dimensions(),
        live.state().updates(),
        flow.parameters(),
        flow.hidden(),
        flow.layer(),
        Double.parseDouble(flow.provenance().get("learning_rate")),
        entropy(shown.data()));
  }

  static Optional<Double> entropy(PointData data) {
    OptionalDouble known = data.entropy();
    return known.isPresent() ? Optional.of(known.getAsDouble()) : Optional.empty();
  }
}
