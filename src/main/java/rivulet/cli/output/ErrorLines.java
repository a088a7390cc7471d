package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a user sees of an error: one line, and for wrong usage one more that tells where help is.
 */
public final class ErrorLines {

  /** How messages of the rooms below mark the name of a setting. */
  private static final Pattern SETTING = Pattern.compile("`([a-z][a-z0-9-]*)`");

  private ErrorLines() {}

  /** Prints a usage error; returns the exit code 2. */
  public static int usage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter error = command.getErr();
    error.println("rivulet: " + said(mistake) + suggestion(mistake));
    error.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    error.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Prints the failure of a command that was understood; returns the exit code 1. */
  public static int failure(Exception failure, CommandLine command, boolean verbose) {
    PrintWriter error = command.getErr();
    error.println("rivulet: " + oneLine(failure, command));
    if (verbose) {
      failure.printStackTrace(error);
    }
    error.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /**
   * The message on one line, settings as the command's options; the exception's kind where it has
   * no message of its own.
   */
  private static String oneLine(Throwable throwable, CommandLine command) {
    String message = throwable.getMessage();
    if (message == null || message.isBlank()) {
      return throwable.getClass().getSimpleName() + " without a message; --verbose tells more";
    }
    return spelled(message.strip().replaceAll("\\s*\\R\\s*", "; "), command);
  }

  /** A setting in backticks as the option of that name, where the command has one. */
  private static String spelled(String message, CommandLine command) {
    return SETTING
        .matcher(message)
        .replaceAll(found -> {
          String option = "--" + found.group(1);
          boolean known = command.getCommandSpec().optionsMap().containsKey(option);
          return known ? option : Matcher.quoteReplacement(found.group());
        });
  }

  private static String said(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return oneLine(mistake, mistake.getCommandLine());
    }
    String first = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return "Unknown option: '" + first + "'";
    }
    return mistake.getCommandLine().getSubcommands().isEmpty()
        ? oneLine(mistake, mistake.getCommandLine())
        : "there is no command '" + first + "'";
  }

  private static String suggestion(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    String typed = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    CommandLine command = mistake.getCommandLine();
    return NearestName.suggestion(
        typed,
        typed.startsWith("-")
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet());
  }
}
