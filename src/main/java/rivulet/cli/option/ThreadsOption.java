package rivulet.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.parallel.WorkerPool;

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
      return WorkerPool.usual();
    }
    if (threads < 1 || threads > WorkerPool.MAX_WORKERS) {
      throw new ParameterException(
          command.commandLine(),
          "--threads must lie in 1.." + WorkerPool.MAX_WORKERS + ", found " + threads);
    }
    return threads;
  }
}
