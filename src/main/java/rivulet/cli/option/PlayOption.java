package rivulet.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.PointData;
import rivulet.PointTraining;
import rivulet.web.play.Settings;

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
      names = "--pairing",
      paramLabel = "NAME",
      description = {
        "Data and noise of a batch under matching: none, by chance, or optimal, by the exact",
        "assignment of least squared distance (default: none)."
      })
  private Optional<String> pairing = Optional.empty();

  @Option(
      names = "--kinetic",
      paramLabel = "W",
      description = "Weight of the kinetic energy under likelihood (default: 0).")
  private Optional<Double> kinetic = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates (default: 12000 of matching, mixture 6000, 400 of likelihood).")
  private int steps = -1;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Points per update, a multiple of 128 (default: 512).")
  private Optional<Integer> batch = Optional.empty();

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
      description = "softplus, tanh, elu, swish or sigmoid (default: swish).")
  private Optional<String> activation = Optional.empty();

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
      description = "Decay of the moving average of the weights (default: 0.99).")
  private Optional<Double> averaging = Optional.empty();

  @Option(
      names = "--times",
      paramLabel = "NAME",
      description = {
        "Times of matching: uniform or logit-normal:MEAN:DEVIATION, the smaller the mean the",
        "nearer the data (default: logit-normal:-1.5:1.5; uniform for the mixture, whose velocity",
        "is compared at all times alike)."
      })
  private Optional<String> times = Optional.empty();

  /**
   * The settings that were asked for.
   *
   * @throws IllegalArgumentException for a number of steps that makes no sense
   */
  public Settings settings(SeedOption seed) {
    if (steps == 0 || steps < -1) {
      throw new IllegalArgumentException("play: --steps must be at least 1, found " + steps);
    }
    return new Settings(
        Optional.of(objective),
        pairing,
        kinetic,
        hidden.isEmpty() ? Optional.empty() : Optional.of(hidden),
        layer,
        activation,
        learningRate,
        batch,
        averaging,
        times,
        steps > 0 ? Optional.of((long) steps) : Optional.empty(),
        Optional.of(seed.value()));
  }

  /**
   * The training of a flow of these points.
   *
   * @throws IllegalArgumentException for what makes no sense, or does not fit the points
   */
  public PointTraining training(PointData data, SeedOption seed, ThreadsOption threads) {
    return settings(seed).training(data).threads(threads.workers());
  }
}
