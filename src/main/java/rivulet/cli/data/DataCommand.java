package rivulet.cli.data;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What is to be known of data sets, and how they are made. */
@Command(
    name = "data",
    description = {
      "Sets of images: `data info` says what is in one, `data make` makes one of",
      "pictures of any size, `data fetch` fetches one."
    },
    subcommands = {DataInfoCommand.class, DataMakeCommand.class, DataFetchCommand.class})
public final class DataCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        command.commandLine(),
        "data: say what to do, there are `data info`, `data make` and `data fetch`");
  }
}
