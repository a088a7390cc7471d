package rivulet.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code --from}: the model whose training goes on. */
@Section(Section.MODEL)
public final class StartOption {
  @Option(
      names = "--from",
      paramLabel = "FILE|RUN|NAME",
      description = "Start from a trained model, as it is described there")
  private Optional<Path> from = Optional.empty();

  /**
   * The file of the model, if one was named.
   *
   * @param command the command and, in its mixin {@code shape}, the options that describe a new
   *     model
   * @throws IllegalArgumentException if one of those was given as well
   */
  public Optional<Path> file(CommandSpec command, String shape) {
    if (from.isEmpty()) {
      return Optional.empty();
    }
    ParseResult given = command.commandLine().getParseResult();
    List<String> clash =
        command.mixins().get(shape).options().stream()
            .filter(given::hasMatchedOption)
            .map(OptionSpec::longestName)
            .sorted()
            .toList();
    if (!clash.isEmpty()) {
      throw new IllegalArgumentException(
          "train: --from takes the description of its model, found "
              + String.join(", ", clash)
              + " as well; leave one of them out");
    }
    return from.map(ModelOption::file);
  }
}
