package rivulet.web.play;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import rivulet.PointData;
import rivulet.web.Range;

/** The labs of a page and the points that they may train on. */
final class Labs {
  /** Name of the table that the page was opened with. */
  static final String TABLE = "table";

  /** Name of what was drawn on the page. */
  static final String DRAWN = "drawn";

  private static final int DEEPEST = 6;
  private static final int WIDEST = 256;
  private static final int LARGEST_BATCH = 8192;
  private static final int LARGEST_PAIRED = 1024;
  private static final long MOST_UPDATES = 1_000_000;

  private final List<Lab> labs = Stream.generate(Lab::new).limit(Lab.COUNT).toList();
  private final Semaphore turns = new Semaphore(1, true);
  private final AtomicLong numbers = new AtomicLong();
  private final Presence presence = new Presence(Presence.GRACE_NANOSECONDS);
  private final PointData opened;
  private final int threads;
  private volatile Optional<PointData> drawn = Optional.empty();

  /** Labs of a page that was opened with these points. */
  Labs(PointData opened, int threads) {
    this.opened = opened;
    this.threads = threads;
  }

  Presence presence() {
    return presence;
  }

  List<Lab> all() {
    return labs;
  }

  Lab lab(int number) {
    Range.require("play", "lab", number, 0, labs.size() - 1);
    return labs.get(number);
  }

  Optional<PointData> drawn() {
    return drawn;
  }

  void draw(PointData points) {
    drawn = Optional.of(points);
  }

  private PointData data(String name) {
    if (name.equals(opened.isTable() ? TABLE : opened.label())) {
      return opened;
    }
    return switch (name) {
      case TABLE -> throw new IllegalArgumentException("play: the page was opened without a table");
      case DRAWN ->
          drawn.orElseThrow(
              () -> new IllegalArgumentException("play: nothing is drawn yet; draw a line first"));
      default -> PointData.density(name);
    };
  }

  /** Starts a training at a place. */
  Live start(int lab, String data, Settings settings) {
    Lab place = lab(lab);
    requireBounded(settings);
    presence.touched();
    return place.start(numbers.incrementAndGet(), settings, data(data), threads, turns, presence);
  }

  private static void requireBounded(Settings settings) {
    List<Integer> hidden = settings.hidden().orElse(List.of());
    Range.require("play", "hidden", hidden.size(), 0, DEEPEST);
    hidden.forEach(width -> Range.require("play", "hidden", width, 1, WIDEST));
    boolean paired = settings.pairing().filter(name -> !name.equals("none")).isPresent();
    settings
        .batch()
        .ifPresent(batch ->
            Range.require("play", "batch", batch, 1, paired ? LARGEST_PAIRED : LARGEST_BATCH));
    settings.updates().ifPresent(n -> Range.require("play", "updates", n, 1, MOST_UPDATES));
  }
}
