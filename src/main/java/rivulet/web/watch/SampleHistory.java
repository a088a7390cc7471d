package rivulet.web.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samples of one run over time, of which a bounded number is kept. Safe for several threads. */
final class SampleHistory {
  /** When there are so many, every second of them goes. */
  static final int MOST = 24;

  private final List<Drawn> kept = new ArrayList<>();
  private String newest = "";

  /** Adds samples of a state of the model; those of a later training that began anew go. */
  synchronized void add(String state, Drawn drawn) {
    kept.removeIf(other -> other.updates() >= drawn.updates());
    kept.add(drawn);
    newest = state;
    if (kept.size() > MOST) {
      // The first and the newest stay.
      for (int i = kept.size() - 2; i > 0; i -= 2) {
        kept.remove(i);
      }
    }
  }

  /** The newest samples if they are of that state of the model. */
  synchronized Optional<Drawn> of(String state) {
    return newest.equals(state) ? Optional.of(kept.getLast()) : Optional.empty();
  }

  /** All that is kept, in the order of updates. */
  synchronized List<Drawn> all() {
    return List.copyOf(kept);
  }
}
