package rivulet.web.play;

import java.util.List;
import java.util.Optional;
import rivulet.PointData;

/** The page that the examples of docs/api.md are of. */
public final class TinyPlay {
  private TinyPlay() {}

  /** Settings of a small training; all others are usual. */
  public static Settings settings(long updates, Integer... hidden) {
    return new Settings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(List.of(hidden)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(128),
        Optional.empty(),
        Optional.empty(),
        Optional.of(updates),
        Optional.of(1L));
  }

  public static PlayPage page() {
    return new PlayPage(PointData.density("moons"), settings(3, 8, 8), "dopri5", 1e-5, 1);
  }
}
