package baselines;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts a baseline by its name. */
@Command(
    name = "baselines",
    mixinStandardHelpOptions = true,
    description = "Trains and measures densities of other families on the same images",
    subcommands = {CouplingCommand.class, VaeCommand.class})
final class Main {
  private Main() {}

  /** Exit codes: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      command.getErr().println(failure.getMessage());
      return 1;
    });
    System.exit(line.execute(arguments));
  }
}
