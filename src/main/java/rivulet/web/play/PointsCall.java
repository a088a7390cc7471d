package rivulet.web.play;

import rivulet.PointData;
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

  /** Their columns, to all digits. */
  record Answer(String data, double[] x, double[] y) {}

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
    PointData data = labs.lab(request.lab()).training().shown().data();
    double[][] points =
        request.count() == 0 ? data.rows() : data.heldOut(request.count(), request.seed());
    double[] x = new double[points.length];
    double[] y = new double[points.length];
    for (int n = 0; n < points.length; n++) {
      x[n] = points[n][0];
      y[n] = points[n][1];
    }
    return new Answer(data.label(), x, y);
  }
}
