package rivulet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.flow.LayerKind;
import rivulet.flow.ProbeKind;
import rivulet.flow.TimeSampling;
import rivulet.points.GaussianMixture;
import rivulet.points.PointConfig;
import rivulet.points.PointNetwork;
import rivulet.points.PointShape;
import rivulet.points.PointSource;
import rivulet.tensor.Activation;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.Objective;
import rivulet.train.Schedule;
import rivulet.train.TrainConfig;

/** Network and training of {@code play}. */
final class PlayOption {
  private static final int WARM_UP = 100;
  private static final int SHARING = 16;
  private static final int GROUP = 128;
  private static final String NEAR_DATA = "logit-normal:-1.5:1.5";
  private static final double LIKELIHOOD_TOLERANCE = 1e-3;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      description = {
        "matching: velocities along straight paths from data to noise, nothing is solved; or",
        "likelihood: solved with exact divergence (default: ${DEFAULT-VALUE})."
      })
  private String objective = "matching";

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates (default: 12000 of matching, mixture 6000, 400 of likelihood).")
  private int steps = -1;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Points per update, a multiple of 128 (default: ${DEFAULT-VALUE}).")
  private int batch = 512;

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "W",
      description = "Hidden widths of the network (default: 64,64,64,64; mixture 512).")
  private List<Integer> hidden = new ArrayList<>();

  @Option(
      names = "--layer",
      paramLabel = "KIND",
      description = {
        "How time enters: concat or concatsquash (default: concat; concatsquash for the mixture,",
        "whose velocity is a function of time multiplied by the point)."
      })
  private Optional<String> layer = Optional.empty();

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "softplus, tanh, elu, swish or sigmoid (default: ${DEFAULT-VALUE}).")
  private String activation = "swish";

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = {
        "Rate of Adam after 100 updates of warm-up; it falls to zero along a cosine (default:",
        "0.01; mixture 0.004)."
      })
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--averaging",
      paramLabel = "D",
      description = "Decay of the moving average of the weights (default: ${DEFAULT-VALUE}).")
  private double averaging = 0.99;

  @Option(
      names = "--times",
      paramLabel = "NAME",
      description = {
        "Times of matching: uniform or logit-normal:MEAN:DEVIATION, the smaller the mean the",
        "nearer the data (default: logit-normal:-1.5:1.5; uniform for the mixture, whose velocity",
        "is compared at all times alike)."
      })
  private Optional<String> times = Optional.empty();

  PointShape shape(PointSource data) {
    boolean mixture = data instanceof GaussianMixture;
    List<Integer> usual = mixture ? List.of(512) : List.of(64, 64, 64, 64);
    return new PointNetwork(
        data.dimensions(),
        hidden.isEmpty() ? usual : hidden,
        LayerKind.named(layer.orElse(mixture ? "concatsquash" : "concat")),
        Activation.parse(activation));
  }

  Objective objective() {
    return switch (objective) {
      case "matching" -> Objective.MATCHING;
      case "likelihood" -> Objective.LIKELIHOOD;
      default ->
          throw new IllegalArgumentException(
              "play: objective '" + objective + "' is unknown; choose matching or likelihood");
    };
  }

  /** Updates to be made. */
  int steps(PointSource data) {
    if (steps == -1) {
      int matching = data instanceof GaussianMixture ? 6_000 : 12_000;
      return objective() == Objective.MATCHING ? matching : 400;
    }
    if (steps < 1) {
      throw new IllegalArgumentException("play: --steps must be at least 1, found " + steps);
    }
    return steps;
  }

  PointConfig config(SeedOption seed, PointSource data) {
    boolean mixture = data instanceof GaussianMixture;
    String usual = mixture ? TimeSampling.UNIFORM.text() : NEAR_DATA;
    TimeSampling sampling = TimeSampling.parse(times.orElse(usual));
    boolean matching = objective() == Objective.MATCHING;
    TrainConfig train =
        new TrainConfig(
            seed.value(),
            batch,
            GROUP,
            new Schedule(learningRate.orElse(mixture ? 4e-3 : 1e-2), WARM_UP, steps(data)),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            averaging,
            new Likelihood("dopri5", LIKELIHOOD_TOLERANCE, 0, 0, 1, ProbeKind.RADEMACHER),
            new Matching(matching ? Matching.ALL : 0, sampling, false, 1e-3));
    return new PointConfig(objective(), train, SHARING);
  }
}
