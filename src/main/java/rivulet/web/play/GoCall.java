package rivulet.web.play;

import java.util.Optional;
import rivulet.web.Range;
import rivulet.web.Reply;

/** Lets a training go on, or wait. */
final class GoCall implements Reply<GoCall.Request> {
  private static final long MOST = 1_000_000;
  private static final double FASTEST = 100_000;

  private final Labs labs;

  GoCall(Labs labs) {
    this.labs = labs;
  }

  /**
   * How far.
   *
   * @param lab 0 or 1
   * @param updates that may follow from now on; 0: it waits
   * @param perSecond updates per second at most; none: as many as there can be
   */
  record Request(int lab, long updates, Optional<Double> perSecond) {}

  @Override
  public String path() {
    return "api/play/go";
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
  public Live.State answer(Request request) {
    Range.require("go", "updates", request.updates(), 0, MOST);
    double rate = request.perSecond().orElse(0.0);
    if (request.perSecond().isPresent() && !(rate >= 0.1 && rate <= FASTEST)) {
      throw new IllegalArgumentException(
          "go: `per_second` must be 0.1 to " + FASTEST + ", found " + rate);
    }
    labs.presence().touched();
    return labs.lab(request.lab()).training().allow(request.updates(), rate);
  }
}
