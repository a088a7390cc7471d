package rivulet.cli.option;

import picocli.CommandLine.Option;

/** {@code --seed N}: everything random is a function of it. */
public final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  public long value() {
    return seed;
  }
}
