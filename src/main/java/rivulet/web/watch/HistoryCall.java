package rivulet.web.watch;

import java.util.List;
import rivulet.web.Reply;

/** Samples of a run that were drawn so far, in the order of updates. */
final class HistoryCall implements Reply<HistoryCall.Request> {
  private final List<SampleHistory> histories;

  HistoryCall(List<SampleHistory> histories) {
    this.histories = histories;
  }

  /**
   * Whose.
   *
   * @param run its place among those watched, from 0
   */
  record Request(int run) {}

  /** All that are kept. */
  record Answer(List<Drawn> samples) {}

  @Override
  public String path() {
    return "api/watch/history";
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
    return new Answer(WatchPage.chosen("history", request.run(), histories).all());
  }
}
