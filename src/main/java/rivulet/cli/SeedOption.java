package rivulet.cli;

import picocli.CommandLine.Option;

/** {@code --seed N}: everything random is a function of it. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  long value() {
    return seed;
  }
}
