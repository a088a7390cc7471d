package rivulet.web.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.Images;

/** The images of the page: those of a set, then those that were dropped on it. */
final class Shown {
  private static final int MOST_DROPPED = 16;

  private final Optional<Images> set;
  private final List<Images> dropped = new ArrayList<>();

  Shown(Optional<Images> set) {
    this.set = set;
  }

  /**
   * One image alone, with its own number in its file.
   *
   * @throws IllegalArgumentException if there is none of that place
   */
  synchronized Images image(int place) {
    int before = set.map(Images::count).orElse(0);
    int after = before + dropped.size();
    if (place < 0 || place >= after) {
      throw new IllegalArgumentException(
          "image: place "
              + place
              + " asked, there are "
              + (after == 0 ? "none; drop one on the page" : "0 to " + (after - 1)));
    }
    return place < before ? set.orElseThrow().slice(place, 1) : dropped.get(place - before);
  }

  /** Images of the set. */
  int ofSet() {
    return set.map(Images::count).orElse(0);
  }

  /** All of them. */
  synchronized int count() {
    return ofSet() + dropped.size();
  }

  /**
   * Keeps an image.
   *
   * @return its place
   * @throws IllegalArgumentException if there are as many as are kept
   */
  synchronized int add(Images one) {
    if (dropped.size() == MOST_DROPPED) {
      throw new IllegalArgumentException(
          "drop: " + MOST_DROPPED + " images were dropped already; open the page anew for more");
    }
    dropped.add(one);
    return count() - 1;
  }
}
