package rivulet.web.play;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import rivulet.PointData;
import rivulet.web.Refusal;

/** One of the places of a page: a training, which the next one replaces. */
final class Lab {
  /** Places of a page. */
  static final int COUNT = 2;

  private Optional<Live> live = Optional.empty();

  synchronized Live start(
      long number, Settings settings, PointData data, int threads, Semaphore turns, Presence who) {
    Live next = new Live(number, data, settings.training(data).threads(threads), turns, who);
    live.ifPresent(Live::stop);
    live = Optional.of(next);
    return next;
  }

  synchronized Optional<Live> live() {
    return live;
  }

  /**
   * The training.
   *
   * @throws Refusal if none was started
   */
  Live training() {
    return live()
        .orElseThrow(
            () -> new Refusal(409, "play: nothing trains there yet; ask api/play/start first"));
  }
}
