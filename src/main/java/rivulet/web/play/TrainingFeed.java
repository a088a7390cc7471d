package rivulet.web.play;

import java.util.List;
import java.util.Optional;
import rivulet.web.Curve;
import rivulet.web.Events;
import rivulet.web.Feed;

/** How far the trainings are, and their losses; while nobody listens, they end. */
final class TrainingFeed implements Feed<TrainingFeed.Request> {
  private static final long PAUSE_MILLISECONDS = 150;

  private final Labs labs;

  TrainingFeed(Labs labs) {
    this.labs = labs;
  }

  /** Nothing to say. */
  record Request() {}

  /** How far a lab is: the event {@code state}. */
  record State(int lab, Live.State state) {}

  /**
   * Losses of a lab: the event {@code losses}.
   *
   * @param training its number
   * @param restart whether all points sent before are void
   * @param stride updates of which each point is the mean
   * @param updates the update of each point
   */
  record Losses(
      int lab, long training, boolean restart, int stride, double[] updates, double[] losses) {}

  /** What a listener knows of a lab. */
  private static final class Told {
    private long training;
    private Curve.Position position = Curve.Position.START;
    private Optional<Live.State> state = Optional.empty();
  }

  @Override
  public String path() {
    return "api/play/training";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void run(Request request, Events events) {
    List<Told> told = labs.all().stream().map(_ -> new Told()).toList();
    labs.presence().came();
    try {
      while (true) {
        for (int lab = 0; lab < told.size(); lab++) {
          tell(lab, told.get(lab), events);
        }
        events.pause(PAUSE_MILLISECONDS);
      }
    } finally {
      labs.presence().went();
    }
  }

  private void tell(int lab, Told told, Events events) {
    Optional<Live> found = labs.lab(lab).live();
    if (found.isEmpty()) {
      return;
    }
    Live live = found.get();
    Live.State state = live.state();
    if (state.training() != told.training) {
      told.training = state.training();
      told.position = Curve.Position.START;
    }
    Live.News news = live.since(told.position);
    told.position = news.end();
    if (news.losses().isPresent()) {
      Curve.Points some = news.losses().get();
      events.send(
          "losses",
          new Losses(
              lab,
              state.training(),
              some.restart(),
              some.stride(),
              some.updates(),
              some.columns().get("loss")));
    }
    if (!told.state.equals(Optional.of(state))) {
      told.state = Optional.of(state);
      events.send("state", new State(lab, state));
    }
  }
}
