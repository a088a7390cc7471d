package rivulet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import rivulet.cli.output.ArgumentText;
import rivulet.cli.output.ErrorLines;
import rivulet.cli.output.HelpText;
import rivulet.cli.output.StandardOutput;
import rivulet.cli.output.StopSignal;

/** The root command {@code rivulet}; started by the launcher script. */
@Command(
    name = "rivulet",
    description = "Multi-resolution continuous normalizing flows.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false)
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error")
  private boolean verbose;

  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command line after the program's name
   */
  public static void main(String... arguments) {
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "rivulet: %5$s%n"); // a warning is one line too
    }
    System.setProperty("java.awt.headless", "true"); // pictures are drawn without a display
    Locale.setDefault(Locale.ROOT); // all that is said is in one language, numbers included
    int exitCode = CommandLine.ExitCode.SOFTWARE;
    try {
      exitCode = execute(arguments);
    } finally {
      StopSignal.released();
    }
    System.exit(exitCode);
  }

  private static int execute(String... arguments) {
    Optional<String> fault =
        ArgumentText.fault(System.getProperty("sun.jnu.encoding", "UTF-8"), arguments);
    if (fault.isPresent()) {
      System.err.println("rivulet: " + fault.get());
      return CommandLine.ExitCode.USAGE;
    }
    try {
      StandardOutput output = new StandardOutput();
      CommandLine commandLine = commandLine(Commands.asked(arguments)).setOut(output.writer());
      return output.finish(commandLine.execute(arguments), commandLine.getErr());
    } catch (OutOfMemoryError e) {
      System.err.println(
          "rivulet: out of heap memory ("
              + e.getMessage()
              + "); use less data or a smaller model, or RIVULET_JAVA_OPTS=-Xmx8g");
      return 1;
    }
  }

  /** The root command with these commands below it, ready to execute. */
  static CommandLine commandLine(List<Object> commands) {
    Main root = new Main();
    CommandLine commandLine = new CommandLine(root);
    commands.forEach(commandLine::addSubcommand);
    // Set last: picocli hands these to the subcommands that are there now.
    HelpText.install(commandLine);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Main::path)
        .setParameterExceptionHandler(ErrorLines::usage)
        .setExecutionExceptionHandler(
            (failure, command, _) -> ErrorLines.failure(failure, command, root.verbose));
  }

  /** No file is called nothing: whoever says so meant a variable that is not set. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("a file or folder has a name, found ''");
    }
    return Path.of(text);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
