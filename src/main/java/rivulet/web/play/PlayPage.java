package rivulet.web.play;

import java.util.List;
import rivulet.PointData;
import rivulet.web.Asset;
import rivulet.web.Call;
import rivulet.web.Page;

/** Flows in the plane or on the line that train while one watches. */
public final class PlayPage implements Page {
  private final List<Call<?>> calls;

  /**
   * A page.
   *
   * @param data a table, or else a density of {@link PointData#density}
   * @param settings of the first training
   * @param solver method by which it is measured and shown first
   * @param tolerance of its steps
   * @param threads workers of trainings
   * @throws IllegalArgumentException if the data have neither one column nor two
   */
  public PlayPage(PointData data, Settings settings, String solver, double tolerance, int threads) {
    if (data.dimensions() > 2) {
      throw new IllegalArgumentException(
          "play: the page shows one column or two, %s has %d; choose two, or leave out `page`"
              .formatted(data.label(), data.dimensions()));
    }
    String name = data.isTable() ? Labs.TABLE : data.label();
    Labs labs = new Labs(data, threads);
    calls =
        List.of(
            new ChoicesCall(data, name, settings, solver, tolerance),
            new StartCall(labs),
            new TrainingFeed(labs),
            new MeasureTask(labs),
            new PictureTask(labs),
            new LinesTask(labs),
            new FollowTask(labs),
            new PointsCall(labs),
            new DrawCall(labs),
            new GoCall(labs));
  }

  @Override
  public List<Asset> assets() {
    return List.of(
        Asset.beside(PlayPage.class, "play.html").asIndex(),
        Asset.beside(PlayPage.class, "play.js"),
        Asset.beside(PlayPage.class, "lab.js"),
        Asset.beside(PlayPage.class, "settings.js"),
        Asset.beside(PlayPage.class, "plane.js"),
        Asset.beside(PlayPage.class, "line.js"),
        Asset.beside(PlayPage.class, "contour.js"),
        Asset.beside(PlayPage.class, "sketch.js"));
  }

  @Override
  public List<Call<?>> calls() {
    return calls;
  }
}
