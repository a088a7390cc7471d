package rivulet.web.play;

import java.util.Arrays;
import java.util.Optional;
import rivulet.PointData;
import rivulet.inspect.plane.PlaneWindow;
import rivulet.web.Range;
import rivulet.web.Reply;

/** Points of the data of a lab: held-out ones to look at, or all rows of what was drawn. */
final class PointsCall implements Reply<PointsCall.Request> {
  private static final int MOST = 20_000;

  private final Labs labs;

  PointsCall(Labs labs) {
    this.labs = labs;
  }

  /**
   * Which.
   *
   * @param count of held-out points at most; 0: all rows of a table, in its order
   * @param seed of the points
   */
  record Request(int lab, int count, long seed) {}

  /**
   * Their columns, to all digits.
   *
   * @param y in the plane alone
   * @param window in the plane alone: what {@code api/play/picture} shows of it
   */
  record Answer(String data, double[] x, Optional<double[]> y, Optional<PlaneWindow> window) {}

  @Override
  public String path() {
    return "api/play/points";
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
    Range.require("points", "count", request.count(), 0, MOST);
    Live.Shown shown = labs.lab(request.lab()).training().shown();
    PointData data = shown.data();
    double[][] points =
        request.count() == 0 ? data.rows() : data.heldOut(request.count(), request.seed());
    if (data.dimensions() == 1) {
      return new Answer(data.label(), column(points, 0), Optional.empty(), Optional.empty());
    }
    return new Answer(
        data.label(),
        column(points, 0),
        Optional.of(column(points, 1)),
        Optional.of(shown.window()));
  }

  private static double[] column(double[][] points, int column) {
    return Arrays.stream(points).mapToDouble(point -> point[column]).toArray();
  }
}
