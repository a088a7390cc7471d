package rivulet.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.cli.output.NearestName;

/** {@code help}, as people type it. */
@Command(name = "help", description = "Print the help of a command, or of all of them.")
final class HelpCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Its name")
  private Optional<String> command = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    CommandLine asked = command.map(root.getSubcommands()::get).orElse(root);
    if (asked == null || (command.isPresent() && asked == root)) {
      String name = command.orElseThrow();
      throw new ParameterException(
          spec.commandLine(),
          "there is no command '"
              + name
              + "'"
              + NearestName.suggestion(name, root.getSubcommands().keySet()));
    }
    asked.usage(spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }
}
