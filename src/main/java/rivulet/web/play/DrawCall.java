package rivulet.web.play;

import java.util.List;
import rivulet.PointData;
import rivulet.web.Range;
import rivulet.web.Reply;

/** Makes a table of points of what was drawn, in place of what was drawn before. */
final class DrawCall implements Reply<DrawCall.Request> {
  private static final int FEWEST = 10;
  private static final int MOST = 20_000;
  private static final int MOST_STROKES = 500;

  private final Labs labs;

  DrawCall(Labs labs) {
    this.labs = labs;
  }

  /**
   * What was drawn.
   *
   * @param points rows of the table
   * @param seed of the points along the strokes
   */
  record Request(List<PointData.Stroke> strokes, int points, long seed) {}

  /** Rows, and those of them that are held out. */
  record Answer(int points, int heldOut) {}

  @Override
  public String path() {
    return "api/play/draw";
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  /** Some ten thousand places of the pointer. */
  @Override
  public int bytes() {
    return 512 << 10;
  }

  @Override
  public Answer answer(Request request) {
    Range.require("draw", "points", request.points(), FEWEST, MOST);
    Range.require("draw", "strokes", request.strokes().size(), 1, MOST_STROKES);
    PointData drawn = PointData.drawn(request.strokes(), request.points(), request.seed());
    labs.draw(drawn);
    return new Answer(request.points(), drawn.heldOut(MOST, 1).length);
  }
}
