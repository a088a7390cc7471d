package rivulet.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of the shell. */
@Command(
    name = "completion",
    description = {
      "Print the completion script for bash and zsh.",
      "In ~/.bashrc: source <(rivulet completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    var output = spec.commandLine().getOut();
    output.print(AutoComplete.bash(root.getCommandName(), root));
    output.flush();
    return CommandLine.ExitCode.OK;
  }
}
