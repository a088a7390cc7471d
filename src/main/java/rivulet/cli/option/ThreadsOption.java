package rivulet.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Measuring;
import rivulet.Model;

/** {@code --threads N}; no result depends on it. */
public final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads; change no result (default: all cores)")
  private Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Number of workers to use.
   *
   * @throws ParameterException if the number given is out of range
   */
  public int workers() {
    if (threads == null) {
      return Measuring.usual().threads();
    }
    if (threads < 1 || threads > Model.MOST_THREADS) {
      throw new ParameterException(
          command.commandLine(),
          "--threads must lie in 1.." + Model.MOST_THREADS + ", found " + threads);
    }
    return threads;
  }
}
