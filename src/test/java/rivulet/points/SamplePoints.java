package rivulet.points;

import java.util.List;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.ProbeKind;
import rivulet.tensor.Activation;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Schedule;

/** Small networks and short trainings. */
public final class SamplePoints {
  private SamplePoints() {}

  /** A network of two hidden layers. */
  public static PointShape shape(int dimensions, int width) {
    return new PointNetwork(dimensions, List.of(width, width), LayerKind.CONCAT, Activation.SWISH);
  }

  /** Settings for it. */
  public static PointConfig config(boolean matching, int batch, int steps) {
    TrainConfig train =
        new TrainConfig(
            1,
            batch,
            32,
            new Schedule(1e-2, 5, steps),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            0.9,
            new Likelihood("bosh3", 1e-3, 0, 0, 1, ProbeKind.RADEMACHER),
            new Matching(matching ? Matching.ALL : 0, TimeSampling.UNIFORM, false, 1e-3));
    return new PointConfig(train, 8);
  }

  static PointModel trained(PointSource source, PointModel start, PointConfig config, int steps) {
    return trained(source, start, config, steps, 1);
  }

  static PointModel trained(
      PointSource source, PointModel start, PointConfig config, int steps, int threads) {
    return PointProblem.train(source, start, config, threads, steps, _ -> true).model();
  }
}
