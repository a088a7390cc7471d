package rivulet.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.LayerKind;
import rivulet.points.GaussianMixture;
import rivulet.points.PointConfig;
import rivulet.points.PointNetwork;
import rivulet.points.PointRecipe;
import rivulet.points.PointShape;
import rivulet.points.PointSource;
import rivulet.tensor.Activation;

/** Network and training of {@code play}. */
public final class PlayOption {

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
  private int batch = PointRecipe.BATCH;

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
  private String activation = PointRecipe.ACTIVATION;

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
  private double averaging = PointRecipe.AVERAGING;

  @Option(
      names = "--times",
      paramLabel = "NAME",
      description = {
        "Times of matching: uniform or logit-normal:MEAN:DEVIATION, the smaller the mean the",
        "nearer the data (default: logit-normal:-1.5:1.5; uniform for the mixture, whose velocity",
        "is compared at all times alike)."
      })
  private Optional<String> times = Optional.empty();

  public PointShape shape(PointSource data) {
    boolean mixture = data instanceof GaussianMixture;
    List<Integer> usual = mixture ? List.of(512) : PointRecipe.HIDDEN;
    return new PointNetwork(
        data.dimensions(),
        hidden.isEmpty() ? usual : hidden,
        LayerKind.named(layer.orElse(mixture ? "concatsquash" : PointRecipe.LAYER)),
        Activation.parse(activation));
  }

  /** Whether matching is descended, or else the likelihood. */
  private boolean matching() {
    return switch (objective) {
      case "matching" -> true;
      case "likelihood" -> false;
      default ->
          throw new IllegalArgumentException(
              "play: objective '" + objective + "' is unknown; choose matching or likelihood");
    };
  }

  /** Updates to be made. */
  public int steps(PointSource data) {
    if (steps == -1) {
      boolean mixture = data instanceof GaussianMixture;
      boolean shorter = mixture && matching();
      return shorter ? 6_000 : PointRecipe.updates(matching());
    }
    if (steps < 1) {
      throw new IllegalArgumentException("play: --steps must be at least 1, found " + steps);
    }
    return steps;
  }

  public PointConfig config(SeedOption seed, PointSource data) {
    boolean mixture = data instanceof GaussianMixture;
    String usual = mixture ? TimeSampling.UNIFORM.text() : PointRecipe.TIMES;
    TimeSampling sampling = TimeSampling.parse(times.orElse(usual));
    return PointRecipe.config(
        matching(),
        seed.value(),
        batch,
        learningRate.orElse(mixture ? 4e-3 : PointRecipe.RATE),
        steps(data),
        averaging,
        sampling);
  }
}
