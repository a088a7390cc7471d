package rivulet.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.PointData;

/** Where the points of {@code play} come from. */
public final class PlaySource {
  private static final String MIXTURE = "mixture";

  @Option(
      names = "--density",
      paramLabel = "NAME",
      description = {
        "In the plane 8gaussians, checkerboard, moons, circles, rings, swissroll, 2spirals or",
        "pinwheel as FFJORD defines them; on the line twonormals, uniform, gumbel or claw; or",
        "mixture: two normal clusters whose velocity is known in closed form."
      })
  private Optional<String> density = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = {
        "A table in place of a density: comma-separated numbers, one row a line, with or without",
        "a line of names. A fifth of the rows is held out."
      })
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--dimensions",
      paramLabel = "D",
      description = "Dimensions of the mixture (default: ${DEFAULT-VALUE}).")
  private int dimensions = 64;

  @Option(
      names = "--sample-counts",
      split = ",",
      paramLabel = "N",
      description = {
        "With --density mixture: train on that many different points, for each N in turn, and",
        "tabulate how far the learnt velocity is from the closed form."
      })
  private List<Integer> sampleCounts = List.of();

  /** Different training points of each row of the table; empty if none was asked for. */
  public List<Integer> sampleCounts() {
    return sampleCounts;
  }

  /** The table's file, where there must be one. */
  public Path table() {
    return data.orElseThrow(
        () -> new IllegalArgumentException("play: --model needs --data FILE, the rows to score"));
  }

  /** The points, read if they are in a file. */
  public PointData data() {
    if (density.isPresent() == data.isPresent()) {
      throw new IllegalArgumentException(
          "play: give either --density NAME or --data FILE, found "
              + (density.isPresent() ? "both" : "neither"));
    }
    if (!sampleCounts.isEmpty() && !density.equals(Optional.of(MIXTURE))) {
      throw new IllegalArgumentException(
          "play: --sample-counts needs --density mixture, whose velocity is known");
    }
    if (data.isPresent()) {
      return PointData.read(data.get());
    }
    return density.get().equals(MIXTURE)
        ? PointData.mixture(dimensions)
        : PointData.density(density.get());
  }
}
